// The service worker: when an address cannot be fetched, the offline page stands in its place. It keeps that page, the
// stylesheet and the seal; pages, photos and what people write are never kept here.
const KEPT = {{ kept|safe }};
const STORE = "liren-offline {{ version }}";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(KEPT)));
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name.startsWith("liren-offline") && name !== STORE);
  event.waitUntil(caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const kept = request.mode === "navigate" ? KEPT[0] : KEPT.find((path) => request.url === self.location.origin + path);
  if (kept) event.respondWith(fetch(request).catch(() => caches.match(kept)));
});
