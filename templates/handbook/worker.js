// The handbook without a network. BUNDLE is the address of all of it, in one piece; a new edition has another, so this
// script is another, and the browser that finds it so takes the new one and drops the old.
// NEAR is who is near each site, in a piece of its own, since it changes by itself; "" where nobody is known.
const KEPT = `handbook ${BUNDLE} ${NEAR}`;
const OURS = /^\/(?:$|search$|offline$|protocols\/|sites\/|resources(?:$|\/need\/|\/[\da-f-]{36}$))/;
const FINDER = "/kept/finder";
const NEARBY = "/kept/nearby";
const SECTION = /<section class="near">[^]*?<\/section>\n?/;
// Milliseconds after which what is on the phone is shown, if the server has not answered: it may be busy, so where
// there is a network it is waited for; where the phone says that there is none, or a slow one, it is not.
const [PATIENCE, HURRY] = [5000, 2000];
const patience = () => (navigator.onLine && !/2g/.test(navigator.connection?.effectiveType) ? PATIENCE : HURRY);

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));

// Every page, whether read or not and those at risk too: what is kept is the same on every phone, so it tells nothing
// of what was read there. Each page is an entry of its own, so that showing one reads one.
async function keep() {
  const answer = await fetch(BUNDLE);
  if (!answer.ok) throw new Error(`${BUNDLE}: ${answer.status}`);
  const { pages, sayings, ...index } = await answer.json();
  const near = NEAR ? await fetch(NEAR) : null;
  if (near && !near.ok) throw new Error(`${NEAR}: ${near.status}`);
  const cache = await caches.open(KEPT);
  index.savedAt = Date.now();
  index.policy = answer.headers.get("Content-Security-Policy");
  const entries = [
    ["/kept", JSON.stringify(index)],
    [FINDER, JSON.stringify(indexOf(sayings))], // worked out here, where nobody waits
  ];
  if (near) entries.push([NEARBY, await near.text()]);
  for (const [country, languages] of Object.entries(pages))
    for (const [language, sources] of Object.entries(languages))
      for (const [path, source] of Object.entries(sources)) entries.push([place(country, language, path), source]);
  await Promise.all(entries.map(([name, text]) => cache.put(name, new Response(text))));
  // Scripts and icons have their addresses by their content too, and stand in the pages.
  const loaded = new Set(JSON.stringify([pages, index.fragments]).match(/\/edition\/[\w.-]+/g));
  await cache.addAll([...loaded]);
  await skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("handbook ") && name !== KEPT).map((name) => caches.delete(name)),
  );
  await clients.claim();
}

const place = (country, language, path) => `/kept/${country}/${language}${path}`;

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname.startsWith("/edition/")) event.respondWith(part(request));
  else if (request.mode === "navigate" && OURS.test(url.pathname)) event.respondWith(page(request, url));
});

async function part(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request)) ?? fetch(request);
}

// What stands now, where the network answers; else what is on the phone. A server that fails is as good as none.
async function page(request, url) {
  const typed = request.method === "POST" ? request.clone() : null;
  const network = fetch(request).catch((error) => again(typed?.clone(), error));
  const late = new Promise((resolve) => setTimeout(resolve, patience()));
  const answer = await Promise.race([network, late]).catch(() => null);
  if (answer && answer.status < 500) return answer;
  try {
    return await saved(url, typed);
  } catch {
    return answer ?? network; // nothing is kept, such as where the phone made room
  }
}

// Whoever comes back to what was found asks for what the browser has kept, and it keeps none of it: then it is asked
// for anew.
async function again(typed, error) {
  if (!typed || !navigator.onLine) throw error;
  const body = new URLSearchParams(await typed.formData());
  return fetch(typed.url, { method: "POST", body, cache: "no-store" });
}

let index;

// As the server chooses it: what the address says, else what the browser would have, else the first.
function languageOf(asked) {
  const known = (tag) => (index.fragments[tag] ? tag : undefined);
  const preferred = (navigator.languages ?? []).map((tag) => known(tag.split("-")[0].toLowerCase()));
  return known(asked) ?? preferred.find(Boolean) ?? index.languages[0];
}

async function saved(url, typed) {
  const cache = await caches.open(KEPT);
  index ??= await (await cache.match("/kept")).json();
  const asked = url.searchParams;
  const isAsked = Boolean(index.fragments[asked.get("lang")]);
  let language = languageOf(asked.get("lang"));
  const isCard = url.pathname.startsWith("/sites/");
  const parts = url.pathname.split("/"); // "", "sites", the code, and perhaps the key, of which nothing is kept
  const code = isCard ? decodeURIComponent(parts[2]) : asked.get("site");
  const there = Object.hasOwn(index.places, code) ? index.places[code] : null;
  const where = there ?? index.nowhere[index.home];
  const isList = url.pathname.startsWith("/resources");
  const near = NEAR ? await (await cache.match(NEARBY)).json() : null;
  let path = isCard && there ? "/sites" : isList ? (near ? "/resources" : "/offline") : url.pathname;
  const search = path === "/search" ? await sought(cache, await typedIn(typed, asked)) : null;
  if (search) {
    path += search.kind;
    if (!isAsked) language = index.languages[spokenIn(search.text, index.finder, index.languages.indexOf(language))];
  }
  const source =
    (await cache.match(place(where.country, language, path))) ??
    (await cache.match(place(where.country, language, "/offline")));
  let text = await source.text();
  if (search) text = text.replaceAll(mark("found"), rows(search.found, language));
  if (!near) text = text.replace(SECTION, "");
  else if (SECTION.test(text)) text = withNearby(text, near, code, index.languages.indexOf(language), isList);
  const { head, saved, known } = index.fragments[language];
  const [note, asOf] = [saved, known].map((told) => told.replaceAll(mark("day"), day(language)));
  text = fill(text, ofReading(index.style, head, note, "", near ? asOf : ""));
  const said = isAsked || language !== index.languages[0] ? `lang=${index.languages[0]}` : "";
  text = fill(text, ofPlace(there ? code : "", where, index.fragments[language], said));
  if (search) text = text.replaceAll(mark("typed"), () => escaped(search.text.replace(/[\ue000\ue001]/g, "")));
  return new Response(text, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "Content-Security-Policy": index.policy ?? "",
      "Referrer-Policy": "no-referrer",
    },
  });
}

async function typedIn(typed, asked) {
  return String((typed ? (await typed.formData()).get("q") : asked.get("q")) ?? "");
}

async function sought(cache, typed) {
  index.finder ??= opened(await (await cache.match(FINDER)).json());
  const text = typed.slice(0, LONGEST);
  const found = find(text, index.finder, Object.keys(index.situations[index.languages[0]]));
  return { text, found, kind: kindOf(text, index.finder, found[0], index.body, index.emergencies) };
}

function rows(found, language) {
  const titles = index.situations[language];
  const link = (slug) =>
    language === index.languages[0]
      ? `/protocols/${slug}${mark("only")}`
      : `/protocols/${slug}?${mark("also")}lang=${language}`;
  return found
    .map((slug) => `<li><a href="${link(slug)}">${escaped(titles[slug])}</a></li>`)
    .join("");
}

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function day(language) {
  const form = { day: "numeric", month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, form).format(index.savedAt);
}
