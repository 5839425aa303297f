// The service worker. The view at /sw.js puts outbox.js before it (so that browsers without modules in workers can use
// it) and the list OFFLINE. It keeps nothing by itself but files with a hash in their name and the calm page for each
// language; other pages are put into a person's cache by keep.js.
const [COMMON, FILES, PERSON, PATIENCE] = ["omuzgoh-common", "omuzgoh-files", "/-/person", 8000];
const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;
const pagesOf = (person) => `omuzgoh-pages-${person}`;
const known = async () => (await (await (await caches.open(COMMON)).match(PERSON))?.text()) ?? "";
const know = async (person) => (await caches.open(COMMON)).put(PERSON, new Response(person));

self.addEventListener("install", (event) => {
  const keep = async (path) => {
    const answer = await fetch(path, { credentials: "omit", cache: "reload" });
    if (!answer.ok) return;
    await (await caches.open(COMMON)).put(path, answer.clone());
    const files = [...new Set((await answer.text()).match(/\/static\/[\w./-]+\.[0-9a-f]{12}\.\w+/g) ?? [])];
    await Promise.all(files.map((name) => file(new Request(name))));
  };
  event.waitUntil(Promise.all(OFFLINE.map(keep)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(page(event, pathname));
    else if (/\/(login|logout|demonstration)\//.test(pathname)) event.respondWith(door(request, pathname));
  } else if (request.method === "GET" && HASHED.test(pathname)) event.respondWith(file(request));
});

const file = async (request) => {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await cache.put(request.url, answer.clone());
  return answer;
};

// The page kept for whoever used this device last, in the language asked for or in another one.
const keptPage = async (pathname) => {
  const person = await known();
  if (!person || !(await caches.has(pagesOf(person)))) return undefined;
  const cache = await caches.open(pagesOf(person));
  const rest = (path) => path.replace(/^\/[a-z-]+\//, "");
  const others = async () => (await cache.keys()).find(({ url }) => rest(new URL(url).pathname) === rest(pathname));
  return (await cache.match(pathname)) ?? cache.match((await others()) ?? pathname);
};
const calm = async (pathname) => {
  const language = OFFLINE.find((path) => path.startsWith(`/${pathname.split("/")[1]}/`)) ?? OFFLINE[0];
  return (await (await caches.open(COMMON)).match(language)) ?? Response.error();
};
const page = async (event, pathname) => {
  const asked = fetch(event.request);
  event.waitUntil(asked.then(notice, () => {}));
  const kept = await keptPage(pathname);
  const late = new Promise((_, reject) => kept && setTimeout(reject, PATIENCE));
  try {
    const answer = await Promise.race([asked, late]);
    return kept && [502, 503, 504].includes(answer.status) ? kept : answer;
  } catch {
    return kept ?? calm(pathname);
  }
};

// Every page says whose it is; what was kept for anybody else goes (what they made stays in their outbox).
const notice = async (answer) => {
  const person = answer.headers.get("Omuzgoh-Person");
  if (!person || person === (await known())) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(pagesOf("")) && name !== pagesOf(person));
  await Promise.all(others.map((name) => caches.delete(name)));
  await know(person);
};
// Somebody logs in or out: until the next page comes this device is nobody's.
const door = async (request, pathname) => {
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect" || answer.redirected) {
    const person = await known();
    await know("");
    if (person && pathname.includes("/logout/") && !(await outboxOf(person).count())) await caches.delete(pagesOf(person));
  }
  return answer;
};

self.addEventListener("sync", (event) => {
  const send = async () => {
    if ((await outboxOf(event.tag.replace("omuzgoh-", "")).flush()) === "later") throw new Error("no link");
  };
  if (event.tag.startsWith("omuzgoh-")) event.waitUntil(send());
});
