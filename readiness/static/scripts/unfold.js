// A link with data-unfold opens in place what its page tells of one thing; without a script, or with a key that
// asks for another tab, it leads there. Only one thing is open in a row.
export function watchUnfolding() {
  for (const link of document.querySelectorAll("a[data-unfold]")) link.setAttribute("aria-expanded", "false");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-unfold]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const wasOpen = link.getAttribute("aria-expanded") === "true";
    fold(rowOf(link));
    if (!wasOpen) unfold(link);
  });
  document.addEventListener("keydown", (event) => {
    const part = event.key === "Escape" && event.target.closest("[data-unfolded], a[aria-expanded=true]");
    if (!part) return;
    const row = part.matches("a") ? rowOf(part) : part.closest("li") ?? part.previousElementSibling;
    const link = row.querySelector("a[aria-expanded=true]");
    fold(row);
    link?.focus();
  });
}

function rowOf(link) {
  return link.closest("tr, li");
}

function partOf(row) {
  return row.matches("tr") ? row.nextElementSibling : row.querySelector(":scope > [data-unfolded]");
}

function fold(row) {
  for (const link of row.querySelectorAll("a[data-unfold]")) {
    link.setAttribute("aria-expanded", "false");
    link.removeAttribute("aria-busy");
  }
  const part = partOf(row);
  if (part?.matches("[data-unfolded]")) part.remove();
}

async function unfold(link) {
  link.setAttribute("aria-expanded", "true");
  link.setAttribute("aria-busy", "true");
  const told = await fetchPart(link.href);
  if (!told) {
    location.assign(link.href);
    return;
  }
  if (link.getAttribute("aria-busy") !== "true") return; // folded meanwhile
  link.removeAttribute("aria-busy");
  place(rowOf(link), told);
}

// The part of the page that its address gives with ?in_place; null where that is not what came.
async function fetchPart(href) {
  const address = new URL(href);
  address.searchParams.set("in_place", "1");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-part]");
  } catch {
    return null;
  }
}

function place(row, told) {
  const isRow = row.matches("tr");
  const part = document.createElement(isRow ? "tr" : "div");
  part.className = "unfolded";
  part.dataset.unfolded = "";
  if (isRow) {
    const cell = document.createElement("td");
    cell.colSpan = row.cells.length;
    cell.append(told);
    part.append(cell);
    row.after(part);
  } else {
    part.append(told);
    row.append(part);
  }
}
