// The handbook was withdrawn: nothing of it stays on the phone, and where there is no network its addresses are
// answered with whom to call.
const OURS = /^\/(?:$|search$|offline$|protocols\/|sites\/)/;

addEventListener("install", (event) => event.waitUntil(skipWaiting()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("handbook ")).map((name) => caches.delete(name)));
  await clients.claim();
})()));

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.mode !== "navigate" || origin !== location.origin || !OURS.test(pathname)) return;
  event.respondWith(fetch(event.request).catch(() => plain()));
});

function plain() {
  return new Response(PAGE, { headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" } });
}
