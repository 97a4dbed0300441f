// Work that runs elsewhere: the part of the page that shows it is fetched again until it says that it is done.
export function watchProgress() {
  const parts = document.querySelectorAll("[data-progress]");
  if (parts.length) addEventListener("beforeunload", () => (leftAt = Date.now()));
  for (const part of parts) poll(part);
}

let leftAt = -Infinity;

async function poll(part) {
  const pause = (Number(part.dataset.progress) || 1) * 1000; // how many seconds, where it says so
  let wait = pause;
  while (part.isConnected) {
    await new Promise((go) => setTimeout(go, wait));
    if (document.hidden) continue;
    let page;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      wait = Math.min(wait * 2, 30000);
      continue;
    }
    wait = pause;
    const fresh = page.getElementById(part.id);
    if (!fresh || !fresh.hasAttribute("data-progress")) {
      await atRest(part);
      location.reload();
      return;
    }
    part.replaceChildren(...fresh.childNodes);
  }
}

// Who is in the midst of a form or of an opened menu would lose it, and who has pressed a link would be held back:
// the page waits until they are through. After half a minute what was pressed was a file, which leaves no page.
async function atRest(part) {
  const isLeaving = () => Date.now() - leftAt < 30000;
  while (isLeaving() || isInUse(document.activeElement, part) || [...document.forms].some(isChanged)) {
    await new Promise((go) => setTimeout(go, 300));
  }
}

function isInUse(element, part) {
  return Boolean(element?.closest("form, details[open]")) && !part.contains(element);
}

function isChanged(form) {
  return [...form.elements].some((field) => {
    if (field.type === "hidden") return false;
    if (field.options) return isChosenAnew([...field.options]);
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.defaultValue !== undefined && field.value !== field.defaultValue;
  });
}

function isChosenAnew(options) {
  if (!options.some((option) => option.defaultSelected)) return options.findIndex((option) => option.selected) > 0;
  return options.some((option) => option.selected !== option.defaultSelected);
}
