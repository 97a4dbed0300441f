// What makes a page better where scripts run. Every page works without it.
import { watchChoices } from "./choices.js";
import { watchDialogs } from "./dialogs.js";
import { watchExercise } from "./exercise.js";
import { watchMenus } from "./menus.js";
import { watchPlanning } from "./planning.js";
import { watchProgress } from "./progress.js";
import { watchUnfolding } from "./unfold.js";
import { watchUploads } from "./upload.js";

function focusWhatMatters() {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
}

// "/" goes to the search field, unless something is being typed.
function watchShortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("[data-shortcut='/']");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

// A choice that changes what is shown is sent at once.
function watchSubmitting() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
}

function watchThemes() {
  const choice = document.querySelector("[data-theme-choice]");
  if (!choice) return;
  choice.value = document.documentElement.dataset.theme ?? "";
  choice.addEventListener("change", () => {
    if (choice.value) document.documentElement.dataset.theme = choice.value;
    else delete document.documentElement.dataset.theme;
    try {
      if (choice.value) localStorage.setItem("theme", choice.value);
      else localStorage.removeItem("theme");
    } catch {
      // Storage may be closed to us; then the choice holds for this page.
    }
  });
}

// Files may be dropped anywhere on the area of a file field.
function watchDrops() {
  for (const area of document.querySelectorAll("[data-drop]")) {
    const field = area.querySelector("input[type=file]");
    for (const name of ["dragenter", "dragover"]) {
      area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add("is-over"); });
    }
    area.addEventListener("dragleave", () => area.classList.remove("is-over"));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      area.classList.remove("is-over");
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// A button with data-copy copies that text, and says so.
function watchCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.querySelector("[data-copy-words]");
    const before = words.textContent;
    words.textContent = words.dataset.copyWords;
    setTimeout(() => { words.textContent = before; }, 2000);
  });
}

// On a phone tabs stand in one line that moves sideways: the one that is open is in sight.
function showOpenTabs() {
  for (const open of document.querySelectorAll(".tabs [aria-current]")) {
    const line = open.closest(".tabs");
    line.scrollLeft = open.offsetLeft - line.offsetLeft - (line.clientWidth - open.offsetWidth) / 2;
  }
}

focusWhatMatters();
showOpenTabs();
watchShortcuts();
watchSubmitting();
watchThemes();
watchDrops();
watchCopying();
watchChoices();
watchDialogs();
watchExercise();
watchPlanning();
watchMenus();
watchProgress();
watchUnfolding();
watchUploads();
