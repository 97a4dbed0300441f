// Finding in a folder: what is typed stays in the page, and goes into no address and no history.
(() => {
  const form = document.querySelector("form.ask");
  const language = document.documentElement.lang;
  const titles = HANDBOOK.situations[language];
  const list = document.createElement("ul");
  list.className = "rows";
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  document.querySelector(".calls").after(status, list); // whom to call stands above what was found
  form.hidden = false;
  const links = new Map([...document.querySelectorAll(".rows a")].map((link) => [link.textContent, link]));
  let index;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    index ??= opened(indexOf(HANDBOOK.sayings));
    const found = find(form.q.value, index, Object.keys(titles));
    list.replaceChildren(
      ...found.map((slug) => {
        const row = document.createElement("li");
        row.append(links.get(titles[slug]).cloneNode(true));
        return row;
      }),
    );
    const kind = kindOf(form.q.value, index, found[0], HANDBOOK.body, HANDBOOK.emergencies);
    status.textContent = { "/body": form.dataset.body, "/unsure": form.dataset.unsure }[kind] ?? form.dataset.found;
    const [calls, now] = [document.querySelector(".calls"), document.querySelector(".calls .now")];
    if (kind === "/body" || kind === "/now") calls.prepend(now);
    else calls.firstElementChild.after(now);
    list.scrollIntoView({ block: "nearest" });
  });
})();
