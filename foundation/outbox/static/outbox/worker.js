// The service worker. The view at /sw.js lets it take outbox.js (a classic script, so that browsers without modules in
// workers can use it) and puts the list OFFLINE before it. It keeps nothing by itself but files with a hash in their name
// and the calm page in the languages that are used; other pages are put into a person's cache by keep.js.
const [COMMON, FILES, PERSON, PATIENCE] = ["omuzgoh-common", "omuzgoh-files", "/-/person", 8000];
const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;
const pagesOf = (person) => `omuzgoh-pages-${person}`;
const known = async () => (await (await (await caches.open(COMMON)).match(PERSON))?.text()) ?? "";
const know = async (person) => (await caches.open(COMMON)).put(PERSON, new Response(person));

const calmOf = (pathname) => OFFLINE.find((path) => path.startsWith(`/${pathname.split("/")[1]}/`));

// The calm page in one language: fetched when a page in that language is used, and again with each release.
const keep = async (path) => {
  const answer = await fetch(path, { credentials: "omit", cache: "reload" });
  if (!answer.ok) return;
  const files = [...new Set((await answer.clone().text()).match(/\/static\/[\w./-]+\.[0-9a-f]{12}\.\w+/g) ?? [])];
  await Promise.all(files.map((name) => file(new Request(name))));
  // Last: where it is kept, its files are.
  await (await caches.open(COMMON)).put(path, answer);
};
const learn = async (pathname) => {
  const path = calmOf(pathname);
  if (path && !(await (await caches.open(COMMON)).match(path))) await keep(path);
};
self.addEventListener("install", (event) => {
  const again = async () => {
    const cache = await caches.open(COMMON);
    for (const path of OFFLINE) if (await cache.match(path)) await keep(path);
  };
  event.waitUntil(again().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const begin = async () => {
    await self.clients.claim();
    for (const { url } of await self.clients.matchAll()) await learn(new URL(url).pathname);
  };
  event.waitUntil(begin());
});

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
  if (answer.ok && answer.type === "basic") await cache.put(request.url, answer.clone()).catch(() => {});
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
// The calm page, and on it the pages that this device keeps for the person who used it last.
const calm = async (pathname) => {
  const common = await caches.open(COMMON);
  let answer;
  for (const path of [calmOf(pathname) ?? OFFLINE[0], ...OFFLINE]) answer ??= await common.match(path);
  if (!answer) return Response.error();
  const person = await known();
  const cache = person && (await caches.has(pagesOf(person))) && (await caches.open(pagesOf(person)));
  let rows = "";
  for (const { url } of cache ? await cache.keys() : []) {
    const title = /<title>([^<]*?)(?: · Omuzgoh)?\s*<\/title>/.exec(await (await cache.match(url)).text())?.[1] ?? url;
    rows += `<li><a href="${new URL(url).pathname}">${title}</a></li>`;
  }
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8" });
  for (const name of ["Content-Security-Policy", "Referrer-Policy"]) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  const text = await answer.text();
  const shown = rows ? text.replace("hidden data-kept>", "data-kept>").replace('<ul class="list"></ul>', () => `<ul class="list">${rows}</ul>`) : text;
  return new Response(shown, { headers });
};
const page = async (event, pathname) => {
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => Promise.all([notice(answer), learn(pathname)])).catch(() => {}));
  const kept = await keptPage(pathname);
  const late = new Promise((_, reject) => kept && setTimeout(reject, PATIENCE));
  try {
    const answer = await Promise.race([asked, late]);
    return kept && [502, 503, 504].includes(answer.status) ? kept : answer;
  } catch {
    return kept ?? calm(pathname);
  }
};

// Every page says whose it is; what was kept for anybody else goes, and the lists of what they sent (not what they did not).
const notice = async (answer) => {
  const person = answer.headers.get("Omuzgoh-Person");
  if (!person || person === (await known())) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(pagesOf("")) && name !== pagesOf(person));
  await Promise.all(others.map((name) => caches.delete(name)));
  for (const { name } of (await indexedDB.databases?.()) ?? [])
    if (name.startsWith("omuzgoh-") && name !== `omuzgoh-${person}`) await outboxOf(name.slice("omuzgoh-".length)).forget();
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
