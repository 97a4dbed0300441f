// Work that runs elsewhere: the part of the page that shows it is fetched again until it says that it is done.
export function watchProgress() {
  for (const part of document.querySelectorAll("[data-progress]")) poll(part);
}

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
      location.reload();
      return;
    }
    part.replaceChildren(...fresh.childNodes);
  }
}
