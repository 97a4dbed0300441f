// The copy in the phone: asked for when the page is there, so that nobody waits for it.
addEventListener("load", () => {
  // The field has two lines, and Enter still finds.
  document.querySelector(".ask textarea")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  const kept = document.querySelector("[data-kept]");
  if (kept) workers.ready.then(() => (kept.hidden = false));
  // An app on the home screen may stay open for days: whoever comes back to it has what stands now.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) workers.ready.then((registration) => registration.update()).catch(() => {});
  });
});
