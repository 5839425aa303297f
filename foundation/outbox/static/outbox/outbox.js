// What one person made on this device: safe when record() resolves, gone when the server has answered for its id.
const [BATCH, LETTERS, DAYS, SLOW] = [50, 100000, 30, 60000];
const uuid = () => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36); // where the site is not served securely
const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const complete = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
const packed = async (text) =>
  self.CompressionStream ? new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer() : text;

class Outbox extends EventTarget {
  // state: "" (not known yet), "sent", "later" (no link), "login" (log in again), "other" (another person's)
  constructor(person) {
    super();
    this.person = person;
    this.name = `omuzgoh-${person}`;
    this.state = "";
    this.tries = 0;
    this.most = BATCH;
    this.bad = new Set(); // what the server cannot read: kept, not sent again by this page
    const opening = indexedDB.open(this.name, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("meta");
      opening.result.createObjectStore("items", { keyPath: "seq" });
      opening.result.createObjectStore("sent", { keyPath: "id" });
    };
    this.db = result(opening);
    if (self.BroadcastChannel) {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = ({ data }) => this.hear(data);
    }
  }
  async write(...stores) {
    return (await this.db).transaction(stores, "readwrite", { durability: "strict" });
  }
  async all(store) {
    return result((await this.db).transaction(store).objectStore(store).getAll());
  }
  async count() {
    return result((await this.db).transaction("items").objectStore("items").count());
  }
  async device() {
    return result((await this.db).transaction("meta").objectStore("meta").get("device"));
  }
  // `label` is never sent.
  async record(kind, subject, payload, label = "") {
    const transaction = await this.write("meta", "items");
    const meta = transaction.objectStore("meta");
    const item = { id: uuid(), kind, subject, payload, label, at: new Date().toISOString() };
    meta.get("device").onsuccess = ({ target }) => {
      const device = target.result ?? { id: uuid(), next: 1 };
      item.seq = device.next++;
      transaction.objectStore("items").add(item);
      meta.put(device, "device");
    };
    await complete(transaction);
    this.tell();
    return item;
  }
  // The list of what was sent goes; what is not sent stays.
  async forget() {
    const transaction = await this.write("sent");
    transaction.objectStore("sent").clear();
    return complete(transaction);
  }
  // One tab at a time; what is asked for meanwhile comes after. Resolves to the state.
  flush() {
    if (this.line) return this.line;
    const run = () => {
      this.line = null;
      return this.send().catch(() => this.later());
    };
    const turn = () => navigator.locks?.request(this.name, run) ?? run(); // never at once: `line` is set first
    return (this.line = this.before = Promise.resolve(this.before).then(turn));
  }
  async send() {
    clearTimeout(this.timer);
    for (;;) {
      const items = await this.batch();
      if (!items.length) return this.tell("sent");
      const answer = await this.post(items);
      const json = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.status === 409) return this.tell("other");
      if (answer.status === 401 || answer.type === "opaqueredirect" || (answer.ok && !json)) return this.tell("login");
      if ([400, 413].includes(answer.status)) {
        if (items.length === 1) this.bad.add(items[0].id);
        this.most = 1; // one of them holds up the others: find it
      } else if (!answer.ok || !(await this.acknowledge(items, await answer.json()))) return this.later();
    }
  }
  async batch() {
    let letters = 0;
    const waiting = (await this.all("items")).filter((item) => !this.bad.has(item.id));
    const items = waiting.filter(({ device }) => device === waiting[0].device).slice(0, this.most); // of one device
    return items.filter((item, place) => (letters += JSON.stringify(item).length) < LETTERS || !place);
  }
  async post(items) {
    const device = items[0].device ?? (await this.device()).id;
    const sent_at = items[0].device ? undefined : new Date(); // from a file: that clock is not known any more
    const said = { person: this.person, device, sent_at };
    said.items = items.map(({ id, seq, number = seq, kind, subject, at, payload }) => ({ id, seq: number, kind, subject, at, payload }));
    const body = await packed(JSON.stringify(said));
    const headers = { "Content-Type": "application/json" };
    if (typeof body !== "string") headers["Content-Encoding"] = "gzip";
    const slow = new AbortController();
    setTimeout(() => slow.abort(), SLOW);
    return fetch("/outbox/", { method: "POST", body, headers, redirect: "manual", signal: slow.signal });
  }
  async acknowledge(items, { now, receipts }) {
    const transaction = await this.write("items", "sent");
    const sent = transaction.objectStore("sent");
    let known = 0;
    for (const { id, outcome, said } of receipts) {
      const item = items.find((one) => one.id === id);
      if (!item) continue;
      known++;
      transaction.objectStore("items").delete(item.seq);
      sent.put({ ...item, outcome, said, now });
    }
    const oldest = Date.parse(now) - DAYS * 86400000; // by the server's clock
    sent.openCursor().onsuccess = ({ target: { result: row } }) => {
      if (!row) return;
      if (Date.parse(row.value.now) < oldest) row.delete();
      row.continue();
    };
    await complete(transaction);
    this.tries = 0;
    this.hear(receipts);
    this.channel?.postMessage(receipts); // perhaps this is the service worker
    return known;
  }
  later() {
    const wait = Math.min(300000, 1000 * 2 ** this.tries++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait * (0.5 + Math.random() / 2));
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register(this.name)).catch(() => {});
    return this.tell("later");
  }
  hear(receipts) {
    if (receipts?.length) this.dispatchEvent(new CustomEvent("receipts", { detail: receipts }));
    this.dispatchEvent(new Event("change"));
  }
  tell(state = this.state) {
    this.state = state;
    this.hear();
    this.channel?.postMessage(0);
    return state;
  }
  start() {
    addEventListener("online", () => this.flush());
    addEventListener("visibilitychange", () => document.hidden || this.flush());
    return this.flush();
  }
}
const boxes = {};
globalThis.outboxOf = (person) => (boxes[person] ??= new Outbox(person));
