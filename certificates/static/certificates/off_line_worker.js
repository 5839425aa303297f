// For /C/ alone: when a QR code is opened without a network, the page that checks seals by itself answers.
const [CACHE, PAGE, PATIENCE, FRESH] = ["omuzgoh-check", "/C/", 6000, 6 * 3600000];
const keep = async (answer) => {
  if (answer.ok && answer.type === "basic") await (await caches.open(CACHE)).put(PAGE, answer.clone());
  return answer;
};
const again = () => fetch(PAGE, { credentials: "omit", cache: "reload" }).then(keep);
// Whoever scans with a network takes the newest keys and lists along.
const refresh = async () => {
  const kept = await (await caches.open(CACHE)).match(PAGE);
  if (!kept || Date.now() - Date.parse(kept.headers.get("Date")) > FRESH) await again().catch(() => {});
};
self.addEventListener("install", (event) => event.waitUntil(again().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.mode !== "navigate" || request.method !== "GET") return;
  if (!pathname.startsWith(PAGE) || pathname === "/C/file/") return;
  event.respondWith(page(request, pathname));
  event.waitUntil(refresh());
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
