// Runs before the page is drawn, so that a chosen theme does not flash: therefore it is no module.
(function () {
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) root.dataset.theme = chosen;
  } catch {
    // Storage may be closed to us; then the system's theme stays.
  }
})();
