// What the phone and a folder do by themselves: filling in the marks of a page, as readiness/handbook/marks.py does,
// and finding situations by words and near-words. No network, nothing kept of what was typed.

const mark = (name) => `\ue000${name}\ue001`;

function fill(page, values) {
  return values.reduce((text, [name, value]) => text.replaceAll(name, () => value), page);
}

function ofReading(style, head, note, foot, known = "") {
  return [[mark("style"), style], [mark("head"), head], [mark("note"), note], [mark("foot"), foot],
    [mark("known"), known]];
}

function ofPlace(code, there, fragments, said = "") {
  const link = encodeURIComponent(code);
  const asked = [code ? `site=${link}` : "", said].filter(Boolean).join("&");
  return [
    [mark("place"), code ? fragments.place + (there.prefix ? fragments.dial : "") : ""],
    [mark("facts"), Object.keys(there.facts).map((name) => fragments[name]).join("")],
    ...Object.entries(there.facts).map(([name, text]) => [mark(name), text]),
    [mark("duty"), ""],
    [mark("only"), asked ? `?${asked}` : ""],
    [mark("also"), code ? `site=${link}&` : ""],
    [`tel:${mark("emergency")}`, there.tel],
    [mark("emergency"), there.shown],
    [mark("code"), link],
    [mark("name"), there.name],
    [mark("address"), there.address],
    [mark("prefix"), there.prefix],
  ];
}

// Who is near for each need that a page names, as readiness/handbook/nearby.py fills it in.
function withNearby(page, near, code, tongue, isList) {
  const listed = near.lists[Object.hasOwn(near.sites, code) ? near.sites[code] : near.none];
  const row = ([card, way]) => {
    const [number, name, ...said] = near.cards[card];
    const [call, told] = said[tongue];
    const more = [told, near.ways[tongue][way]].filter(Boolean).join(" · ");
    return `<small><a href="${number}">${call}</a>: ${name} · ${more}</small>`;
  };
  return page.replace(/<li data-need="([a-z-]+)">([^]*?)<\/li>/g, (whole, need, told) => {
    const rows = (listed[need] ?? []).map(row).join("");
    return rows || !isList ? `<li data-need="${need}">${told}${rows}</li>` : "";
  });
}

const FEWEST = 3;
const SHOWN = 5;
const LONGEST = 300;

const plainWords = (text) =>
  text.toLowerCase().replace(/['’]/g, "").normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) ?? [];

const ENDINGS = ["aciones", "iendo", "ando", "ingly", "ings", "ing", "ed", "ly", "es", "as", "os", "s", "a", "o", "e"];

function stem(word) {
  const ending = ENDINGS.find((each) => word.endsWith(each) && word.length - each.length >= 4);
  return ending ? word.slice(0, -ending.length) : word;
}

// In which situations each word is said, how much, and in which sayings; how rare it is, which is how much it tells.
// What comes out can be kept as JSON, and `opened` when it is read again: a phone works it out once for all its searches.
function indexOf(sayings) {
  const words = new Map();
  const said = new Map();
  const vocabulary = new Set();
  const spoken = [0, 0];
  const whole = sayings.map(([slug, weight, text, language], place) => {
    const stems = new Set();
    for (const word of plainWords(text)) {
      vocabulary.add(word);
      const root = stem(word);
      stems.add(root);
      if (!words.has(root)) words.set(root, { counts: new Map(), places: [], tongues: [0, 0] });
      const { counts, tongues } = words.get(root);
      tongues[language] += 1;
      spoken[language] += 1;
      counts.set(slug, (counts.get(slug) ?? 0) + weight);
      said.set(slug, (said.get(slug) ?? 0) + weight);
    }
    for (const root of stems) words.get(root).places.push(place);
    return { slug, weight, stems };
  });
  const usual = [...said.values()].reduce((sum, each) => sum + each, 0) / Math.max(said.size, 1);
  for (const word of words.values())
    word.telling = Math.log(1 + (said.size - word.counts.size + 0.5) / (word.counts.size + 0.5));
  for (const each of whole) each.telling = [...each.stems].reduce((sum, root) => sum + words.get(root).telling, 0);
  return {
    words: [...words].map(([root, { counts, places, telling, tongues }]) => [
      root,
      { counts: [...counts], places, telling, of: tongueOf(tongues.map((count, each) => count / Math.max(spoken[each], 1))) },
    ]),
    said: [...said],
    vocabulary: [...vocabulary].filter((word) => word.length > 3),
    whole: whole.map(({ slug, weight, telling }) => ({ slug, weight, telling })),
    usual,
  };
}

// Which language a word is of, by how often it is said in each; -1 for one of both.
const tongueOf = ([one, other]) => (one >= 4 * other ? 0 : other >= 4 * one ? 1 : -1);

// The language that most words are of; `otherwise` where that is in doubt.
function spokenIn(text, index, otherwise) {
  const votes = [0, 0];
  for (const word of plainWords(text.slice(0, LONGEST))) {
    const of = index.words.get(stem(word))?.of ?? -1;
    if (of >= 0) votes[of] += 1;
  }
  return votes[1 - otherwise] > votes[otherwise] ? 1 - otherwise : otherwise;
}

// How the page of what was found begins, as readiness/handbook/searching.py decides it. Fewer words are weighed here,
// so what is known of hardly a word is all that is said not to fit.
function kindOf(text, index, best, body, emergencies) {
  const typed = plainWords(text.slice(0, LONGEST));
  if (new RegExp(body).test(typed.join(" "))) return "/body";
  const known = typed.filter((word) => index.words.has(stem(meant(word, index))));
  if (!known.length || known.length < 0.6 * typed.length) return "/unsure";
  return emergencies.includes(best) ? "/now" : "";
}

const opened = (index) => ({ ...index, words: new Map(index.words), said: new Map(index.said) });

// How many letters stand wrong, at most `most`: one more, one less, another, or two that changed places.
function apart(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [earlier, before, now] = [[], [], Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let i = 1; i <= one.length; i += 1) {
    [earlier, before, now] = [before, now, [i]];
    for (let j = 1; j <= other.length; j += 1) {
      now[j] = Math.min(before[j] + 1, now[j - 1] + 1, before[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) now[j] = Math.min(now[j], earlier[j - 2] + 1);
    }
  }
  return now[other.length];
}

// The word itself where it is known, else the known one that it is nearest to.
function meant(word, index) {
  if (word.length < 4 || index.words.has(stem(word))) return word;
  const most = word.length < 7 ? 1 : 2;
  let [best, fewest] = [word, most + 1];
  for (const known of index.vocabulary) {
    if (known[0] !== word[0] && known[1] !== word[1]) continue; // seldom are both of the first two letters wrong
    const wrong = apart(word, known, most);
    if (wrong < fewest) [best, fewest] = [known, wrong];
  }
  return best;
}

function find(text, index, slugs) {
  const stems = new Set(plainWords(text.slice(0, LONGEST)).map((word) => stem(meant(word, index))));
  const scores = new Map();
  const add = (slug, score) => scores.set(slug, (scores.get(slug) ?? 0) + score);
  const shared = new Map();
  let all = 0;
  for (const root of stems) {
    const { telling, counts, places } = index.words.get(root) ?? { telling: 0, counts: [], places: [] };
    all += telling;
    for (const [slug, count] of counts)
      add(slug, (telling * count * 2.2) / (count + 1.2 * (0.4 + (0.6 * index.said.get(slug)) / index.usual)));
    for (const place of places) shared.set(place, (shared.get(place) ?? 0) + telling);
  }
  // A saying that is nearly the whole of what was typed tells more than its words do.
  const nearest = new Map();
  for (const [place, both] of shared) {
    const { slug, weight, telling } = index.whole[place];
    const alike = ((both / (all + telling - both)) * weight) / 3;
    if (alike > (nearest.get(slug) ?? 0)) nearest.set(slug, alike);
  }
  for (const [slug, alike] of nearest) add(slug, 9 * alike);
  const best = [...scores].filter(([, score]) => score > 0).sort((one, other) => other[1] - one[1]).map(([slug]) => slug);
  const rest = slugs.filter((slug) => !best.includes(slug)).slice(0, Math.max(0, FEWEST - best.length));
  return [...best, ...rest].slice(0, SHOWN);
}
