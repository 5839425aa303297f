// Keep pages of one person on this device, with the files they need. `pages`: [{as, from, version}]: the page at `from`
// is shown at `as` when there is no link. What has the same version already is not fetched again. `part` says which list
// of pages this is: pages of other lists stay.
const FILES = "omuzgoh-files";
const OLD = 30 * 86400000;
const filesIn = (text) => [...new Set(text.match(/\/static\/[\w./-]+\.[0-9a-f]{12}\.\w+/g) ?? [])];
const keepFiles = async (text) => {
  const cache = await caches.open(FILES);
  for (const path of filesIn(text)) {
    if (await cache.match(path)) continue;
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(path);
    await cache.put(path, answer.clone());
    if (path.endsWith(".css")) {
      const names = [...(await answer.text()).matchAll(/url\("?([\w./-]+)"?\)/g)].map((found) => new URL(found[1], answer.url).pathname);
      await keepFiles(names.join(" "));
    }
  }
};
const tidy = async (texts) => {
  const cache = await caches.open(FILES);
  const needed = filesIn(texts.join(" "));
  for (const { url } of await cache.keys()) {
    const at = Date.parse((await cache.match(url))?.headers.get("Date"));
    const offered = url.includes("/outbox/") || /\/fonts?\//.test(url);
    if (Date.now() - at > OLD && !offered && !needed.includes(new URL(url).pathname)) await cache.delete(url);
  }
};
// The service worker may have begun after this page came, and not know yet whose it is: what it does then is done here.
const own = async (person) => {
  const [common, path] = [await caches.open("omuzgoh-common"), "/-/person"];
  if ((await (await common.match(path))?.text()) === person) return;
  const others = (name) => name.startsWith("omuzgoh-") && !name.endsWith(person);
  for (const name of await caches.keys()) if (others(name) && name.includes("-pages-")) await caches.delete(name);
  await import(document.getElementById("unsent").dataset.outbox);
  for (const { name } of (await indexedDB.databases?.()) ?? []) if (others(name)) await globalThis.outboxOf(name.slice(8)).forget();
  await common.put(path, new Response(person));
};

export const keep = async (person, pages, step = () => {}, part = "") => {
  const cache = await caches.open(`omuzgoh-pages-${person}`);
  const wanted = pages.map(({ as }) => as);
  for (const { url } of await cache.keys()) {
    const ours = ((await cache.match(url))?.headers.get("Part") ?? "") === part;
    if (ours && !wanted.includes(new URL(url).pathname)) await cache.delete(url);
  }
  for (const [place, { as, from, version }] of pages.entries()) {
    const kept = await cache.match(as);
    if (kept?.headers.get("Version") !== version) {
      const answer = await fetch(from, { redirect: "error", cache: "no-store" });
      if (!answer.ok || answer.headers.get("Omuzgoh-Person") !== person) throw new Error(from);
      await own(person);
      const text = await answer.text();
      await keepFiles(text);
      const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", Version: version, Part: part });
      for (const name of ["Content-Security-Policy", "Omuzgoh-Person", "Referrer-Policy"]) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
      await cache.put(as, new Response(text, { headers }));
    }
    step(place + 1, pages.length);
  }
  const texts = (await cache.keys()).map(async ({ url }) => (await cache.match(url))?.text() ?? "");
  await tidy(await Promise.all(texts));
  navigator.storage?.persist?.().catch(() => {});
};
