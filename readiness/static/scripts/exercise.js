// A running exercise: its clocks run, its page follows, and what is noted waits on the device while there is no network.
const EVERY = 2000;
const MOST_AT_ONCE = 50;
const MOST_BYTES = 40000;

export function watchExercise() {
  const run = document.querySelector("[data-run]");
  if (!run) return;
  const kept = new Kept(`exercise-${run.dataset.run}`);
  rememberNames(kept);
  tickClocks();
  tell(run, kept);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-entry]") || !run.contains(form)) return;
    event.preventDefault();
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) return;
    kept.add(new FormData(form));
    for (const area of form.querySelectorAll("textarea, input[name=subject]:not([type=hidden]), input[name=text]")) area.value = "";
    tell(run, kept);
    handIn(run, kept);
  });
  follow(run, kept);
}

// Notes that were written here and have not arrived yet. They stay through a reload, and through a dead battery.
class Kept {
  constructor(name) {
    this.name = name;
    this.waiting = this.read("waiting") ?? [];
  }

  read(what) {
    try {
      return JSON.parse(localStorage.getItem(`${this.name}-${what}`));
    } catch {
      return null;
    }
  }

  write(what, value) {
    try {
      localStorage.setItem(`${this.name}-${what}`, JSON.stringify(value));
    } catch {
      // Storage may be closed to us; then what waits lives as long as the page.
    }
  }

  add(fields) {
    const sequence = (this.read("sequence") ?? 0) + 1;
    this.write("sequence", sequence);
    const entry = { id: name(), writer: this.device(), sequence, noted_at: new Date().toISOString() };
    for (const key of ["kind", "subject", "value", "text", "by"]) entry[key] = String(fields.get(key) ?? "").trim();
    entry.by ||= this.read("by") ?? "";
    // Another window of this browser may have added something meanwhile.
    this.waiting = [...(this.read("waiting") ?? this.waiting), entry];
    this.write("waiting", this.waiting);
  }

  drop(ids) {
    const gone = new Set(ids);
    this.waiting = (this.read("waiting") ?? this.waiting).filter((entry) => !gone.has(entry.id));
    this.write("waiting", this.waiting);
  }

  device() {
    let device = this.read("device");
    if (!device) {
      device = name();
      this.write("device", device);
    }
    return device;
  }
}

// Sixteen random bytes; randomUUID is only there where the page came by https.
function name() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// So many of the first as one request may carry; whoever has no account may not send much at once.
function batch(waiting) {
  const entries = [];
  let bytes = 0;
  for (const entry of waiting.slice(0, MOST_AT_ONCE)) {
    bytes += new TextEncoder().encode(JSON.stringify(entry)).length;
    if (entries.length && bytes > MOST_BYTES) break;
    entries.push(entry);
  }
  return entries;
}

let isHandingIn = false;

async function handIn(run, kept) {
  if (isHandingIn || !kept.waiting.length) return;
  isHandingIn = true;
  try {
    while (kept.waiting.length) {
      const entries = batch(kept.waiting);
      const answer = await fetch(run.dataset.entries, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": run.dataset.token },
        body: JSON.stringify({ sent_at: new Date().toISOString(), entries }),
      });
      if (answer.status === 404) run.dataset.gone = "yes";
      if (!answer.ok) break;
      const told = await answer.json();
      kept.drop([...told.kept, ...Object.keys(told.refused)]);
      if (!told.kept.length && !Object.keys(told.refused).length) break;
      await refresh(run);
    }
  } catch {
    // No network: it is tried again.
  } finally {
    isHandingIn = false;
    tell(run, kept);
  }
}

function tell(run, kept) {
  const place = run.querySelector("[data-kept]");
  const count = kept.waiting.length;
  place.hidden = !count && !run.dataset.gone;
  place.textContent = run.dataset.gone ? place.dataset.gone : count === 1 ? place.dataset.one : place.dataset.many.replace("{count}", count);
}

async function follow(run, kept) {
  while (run.isConnected) {
    await new Promise((go) => setTimeout(go, EVERY));
    if (document.hidden && !kept.waiting.length) continue;
    try {
      const answer = await fetch(run.dataset.course, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.status === 404) run.dataset.gone = "yes";
      if (!answer.ok) throw new Error(String(answer.status));
      const course = await answer.json();
      delete run.dataset.gone;
      run.dataset.token = course.token;
      setClocks(course);
      if (course.version !== run.dataset.version) await refresh(run);
    } catch {
      tell(run, kept);
      if (run.dataset.gone) return;
      continue;
    }
    await handIn(run, kept);
    tell(run, kept);
  }
}

// A button must not be changed under the finger that presses it.
let isPressed = false;
addEventListener("pointerdown", () => { isPressed = true; });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => setTimeout(() => { isPressed = false; }, 100));

async function released() {
  for (let tries = 0; isPressed && tries < 100; tries += 1) await new Promise((go) => setTimeout(go, 50));
}

// The page is asked for again; what is being typed stands outside of what is replaced.
async function refresh(run) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-run]");
  if (!fresh) return;
  await released();
  if (fresh.dataset.version === run.dataset.version) return;
  const wasOver = isOver(run);
  const open = [...run.querySelectorAll("#live details[open]")].length > 0;
  run.querySelector("#live").replaceChildren(...fresh.querySelector("#live").childNodes);
  if (open) run.querySelector("#live details")?.setAttribute("open", "");
  run.dataset.version = fresh.dataset.version;
  run.dataset.token = fresh.dataset.token;
  // After the end other things are asked: of the whole page, once nothing waits to be handed in.
  if (!wasOver && isOver(run)) location.reload();
}

function isOver(run) {
  return run.querySelector("[data-clocks]").dataset.phase === "ended";
}

let base = null;

function setClocks(course) {
  base = { at: performance.now(), real: course.real, minute: course.minute, speed: course.speed, phase: course.phase };
}

function tickClocks() {
  setInterval(() => {
    const clocks = document.querySelector("[data-clocks]");
    if (!clocks) return;
    if (!base || base.phase !== clocks.dataset.phase) {
      const { real, minute, speed, phase } = clocks.dataset;
      setClocks({ real: Number(real), minute: Number(minute), speed: Number(speed), phase });
    }
    const passed = (performance.now() - base.at) / 1000;
    const runs = !["planned", "ended"].includes(base.phase);
    clocks.querySelector("[data-clock=real]").textContent = shown(base.real + (runs ? passed : 0));
    clocks.querySelector("[data-clock=scenario]").textContent = shown(base.minute * 60 + passed * base.speed);
  }, 500);
}

function shown(seconds) {
  const whole = Math.floor(seconds);
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

// How somebody wants to be called is typed once.
function rememberNames(kept) {
  const fill = () => {
    for (const field of document.querySelectorAll("[data-by]")) if (!field.value) field.value = kept.read("by") ?? "";
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-by]")) return;
    kept.write("by", event.target.value);
    fill();
  });
  new MutationObserver(fill).observe(document.querySelector("[data-run]"), { childList: true, subtree: true });
  fill();
}
