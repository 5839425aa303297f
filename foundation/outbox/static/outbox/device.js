// What this device keeps of the person: not sent, sent, and the pages for days without a link.
const sign = document.getElementById("unsent") ?? document.querySelector("[data-outbox]");
await import(sign.dataset.outbox);
const box = globalThis.outboxOf(sign.dataset.person);
const page = document.querySelector("[data-device]");
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const word = (key) => page.querySelector(`[data-word="${key}"]`)?.textContent ?? "";
const language = document.documentElement.lang;
const written = { fa: "fa-AF", en: "en-GB" }[language.slice(0, 2)] ?? "ru"; // browsers do not know how Tajik writes dates
const moment = (text) => new Date(text).toLocaleString(written, { dateStyle: "short", timeStyle: "short" });
const tones = { done: "badge--ok", conflict: "badge--warn", late: "badge--warn", kept: "badge--warn", refused: "badge--bad" };
const made = (tag, text, name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name });

const line = (item) => {
  const row = made("li", "", "row row--between");
  const said = document.createElement("div");
  said.append(made("b", word(`kind ${item.kind}`) || item.kind), " ", made("bdi", item.label), document.createElement("br"));
  said.append(made("span", moment(item.at), "meta"));
  row.append(said);
  if (!item.outcome) return row;
  const answer = document.createElement("div");
  answer.append(made("span", word(`outcome ${item.outcome}`), `badge ${tones[item.outcome] ?? ""}`));
  const why = word(`reason ${item.said?.reason}`);
  if (why) answer.append(" ", made("span", why, "meta"));
  row.append(answer);
  return row;
};
const show = async () => {
  const [items, sent] = [await box.all("items"), await box.all("sent")];
  sent.sort((a, b) => b.seq - a.seq);
  part("items").replaceChildren(...items.map(line));
  part("sent").replaceChildren(...sent.slice(0, 500).map(line));
  part("number").textContent = items.length.toLocaleString(language);
  for (const name of ["nothing", "waiting"]) part(name).hidden = (name === "nothing") !== !items.length;
  part("login").hidden = !(items.length && box.state === "login");
  part("other").hidden = !(items.length && box.state === "other");
  part("no-sent").hidden = sent.length > 0;
};
part("send").addEventListener("click", () => box.flush());
part("save").addEventListener("click", async () => {
  const own = (await box.device()).id;
  const items = (await box.all("items")).map(({ seq, number = seq, device = own, ...item }) => ({ ...item, seq: number, device }));
  const file = new Blob([JSON.stringify({ person: box.person, items }, null, 1)], { type: "application/json" });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "omuzgoh-not-sent.json" });
  link.click();
});

// A saved file comes back: only the same person's, whole, and each item once. Items keep their ids, their device and number.
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const short = (value, most) => typeof value === "string" && value.length > 0 && value.length <= most;
const whole = ({ id, device, seq, kind, subject, at, payload }) =>
  ID.test(id) && ID.test(device) && Number.isInteger(seq) && seq > 0 && short(kind, 40) && short(subject, 64) && !Number.isNaN(Date.parse(at)) && payload?.constructor === Object;
const read = async (file) => {
  try {
    const { person, items } = JSON.parse(await file.text());
    if (!Array.isArray(items) || !items.every(whole)) return { said: "bad" };
    return person === box.person ? { items } : { said: "other" };
  } catch {
    return { said: "bad" };
  }
};
const load = async (items) => {
  const transaction = await box.write("meta", "items", "sent");
  const [meta, waiting, sent] = ["meta", "items", "sent"].map((name) => transaction.objectStore(name));
  const asked = [waiting.getAll(), sent.getAllKeys(), meta.get("device")];
  let added = 0;
  asked[2].onsuccess = () => {
    const known = new Set([...asked[0].result.map(({ id }) => id), ...asked[1].result]);
    const own = asked[2].result ?? { id: crypto.randomUUID?.() ?? items[0]?.device, next: 1 };
    for (const { id, device, seq, kind, subject, at, payload, label = "" } of items) {
      if (known.has(id)) continue;
      known.add(id);
      waiting.add({ id, kind, subject, at, payload, label: String(label).slice(0, 200), device, number: seq, seq: own.next++ });
      added++;
    }
    if (added) meta.put(own, "device");
  };
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = reject;
  });
  return added;
};
part("file").addEventListener("change", async ({ target }) => {
  const { items, said } = await read(target.files[0]);
  const added = items ? await load(items) : 0;
  part("loaded").textContent = said ? word(`file ${said}`) : `${word("file loaded")}: ${added.toLocaleString(language)}`;
  part("loaded").hidden = false;
  part("loaded").classList.toggle("notice--bad", Boolean(said));
  target.value = "";
  box.tell();
  if (added) box.flush();
});
const kept = async () => {
  const cache = await self.caches?.open(`omuzgoh-pages-${box.person}`);
  const pages = (await cache?.keys()) ?? [];
  const rows = pages.map(async (request) => {
    const text = await (await cache.match(request)).text();
    const link = made("a", new DOMParser().parseFromString(text, "text/html").title.replace(/ · Omuzgoh$/, ""));
    link.href = new URL(request.url).pathname;
    const row = document.createElement("li");
    row.append(link);
    return row;
  });
  part("pages").replaceChildren(...(await Promise.all(rows)));
  part("no-pages").hidden = pages.length > 0;
};
box.addEventListener("change", show);
await show();
page.hidden = false; // not before: it would say that all is sent
await kept();
