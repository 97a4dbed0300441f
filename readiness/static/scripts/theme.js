// Runs before the page is drawn, so that a chosen theme does not flash: therefore it is no module.
(function () {
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    for (const name of ["theme", "density"]) {
      const chosen = localStorage.getItem(name);
      if (chosen && !root.dataset[name]) root.dataset[name] = chosen;
    }
  } catch {
    // Storage may be closed to us; then the system's theme stays.
  }
})();
