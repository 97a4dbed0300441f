// Menus are <details>: they close when something else is pressed, and on Escape, where focus returns to.
export function watchMenus() {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  // What was ticked counts when its menu closes, pressed button or not.
  for (const menu of document.querySelectorAll(".filter-sheet")) watchTicks(menu.closest("details"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

function watchTicks(menu) {
  const boxes = [...menu.querySelectorAll("input[type=checkbox]")];
  menu.addEventListener("toggle", () => {
    if (!menu.open && boxes.some((box) => box.checked !== box.defaultChecked)) menu.closest("form").requestSubmit();
  });
}
