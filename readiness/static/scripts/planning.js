// The calendar of a plan: an exercise is dragged to another day, which sends the form that stands beside it.
export function watchPlanning() {
  const calendar = document.querySelector("[data-plan-calendar]");
  if (!calendar) return;
  let dragged = null;
  for (const mark of calendar.querySelectorAll("[data-move]")) {
    mark.draggable = true;
    mark.addEventListener("dragstart", (event) => {
      dragged = mark.dataset.move;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", mark.textContent.trim());
    });
    mark.addEventListener("dragend", () => (dragged = null));
  }
  for (const day of calendar.querySelectorAll("[data-day]")) {
    day.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      day.classList.add("is-over");
    });
    day.addEventListener("dragleave", () => day.classList.remove("is-over"));
    day.addEventListener("drop", (event) => {
      const form = document.getElementById(dragged ?? "");
      if (!form) return;
      event.preventDefault();
      form.elements.day.value = day.dataset.day;
      form.requestSubmit();
    });
  }
}
