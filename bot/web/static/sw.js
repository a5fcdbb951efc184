// Without a network a page says so, with a way to try again; nothing else is kept.
var CACHE = "offline-1";

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(CACHE).then(function (cache) { return cache.add("/offline"); }));
  self.skipWaiting();
});

self.addEventListener("fetch", function (event) {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(function () { return caches.match("/offline"); }));
});
