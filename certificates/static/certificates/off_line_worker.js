// For /C/ alone: when a QR code is opened without a network, the page that checks seals by itself answers.
const [CACHE, PAGE, PATIENCE] = ["omuzgoh-check", "/C/", 6000];
const keep = async (answer) => {
  if (answer.ok && answer.type === "basic") await (await caches.open(CACHE)).put(PAGE, answer.clone());
  return answer;
};
self.addEventListener("install", (event) => {
  event.waitUntil(fetch(PAGE, { credentials: "omit", cache: "reload" }).then(keep).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.mode !== "navigate" || request.method !== "GET") return;
  if (pathname.startsWith(PAGE) && pathname !== "/C/file/") event.respondWith(page(request, pathname));
});
const page = async (request, pathname) => {
  const kept = await (await caches.open(CACHE)).match(PAGE);
  const late = new Promise((_, reject) => kept && setTimeout(reject, PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (kept && answer.status > 501) return kept;
    return pathname === PAGE ? await keep(answer) : answer;
  } catch {
    return kept ?? Response.error();
  }
};
