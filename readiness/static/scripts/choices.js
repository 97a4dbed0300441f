// Rows that are picked: how many, all of the page at once, and the bar of actions only when there are some.
export function watchChoices() {
  for (const bar of document.querySelectorAll("[data-chosen-bar]")) watch(bar);
}

function watch(bar) {
  const boxes = [...document.querySelectorAll(`input[name=chosen][form="${bar.id}"]`)];
  const all = document.querySelector(`[data-pick-all="${bar.id}"]`);
  const count = bar.querySelector("[data-chosen-count]");
  const label = bar.querySelector("[data-chosen-label]");
  const many = label.textContent;
  let last = null;
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    bar.hidden = chosen === 0;
    count.textContent = new Intl.NumberFormat(document.documentElement.lang).format(chosen);
    label.textContent = chosen === 1 ? label.dataset.one || many : many;
    if (!all) return;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      }
      last = box;
      show();
    });
  }
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  show();
}
