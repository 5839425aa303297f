// The page that checks without a network: it verifies the seal in a QR code (certificates/signing/seal.py) with the keys
// and the lists of states that it carries or has fetched. What it does not know it never calls valid.
const $ = (id) => document.getElementById(id);
const OWN = JSON.parse($("data").textContent);
const STORE = "omuzgoh-check";
const DAY = 86400000;
const PATIENCE = 20000; // milliseconds for one file of a network that is there and gives nothing
let said = OWN.words.en;
let spoken = "en";

// Bytes
const url64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const base32 = (text) => {
  const bytes = [];
  let [bits, value] = [0, 0];
  for (const sign of text) {
    const five = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign);
    if (five < 0) throw new Error("base32");
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255);
  }
  return Uint8Array.from(bytes);
};
const cbor = (bytes) => {
  let at = 0;
  const item = () => {
    const [kind, short] = [bytes[at] >> 5, bytes[at++] & 31];
    let number = short;
    if (short > 23) for (let left = ((number = 0), 1 << (short - 24)); left--; ) number = number * 256 + bytes[at++];
    if (short > 27 || at > bytes.length || (kind > 1 && number > 600)) throw new Error("cbor");
    if (kind === 0) return number;
    if (kind === 1) return -1 - number;
    if (kind === 2) return bytes.slice(at, (at += number));
    if (kind === 3) return new TextDecoder().decode(bytes.slice(at, (at += number)));
    if (kind === 4) return Array.from({ length: number }, item);
    if (kind === 5) return new Map(Array.from({ length: number }, () => [item(), item()]));
    if (kind === 6) return { tag: number, value: item() };
    throw new Error("cbor");
  };
  const found = item();
  if (at !== bytes.length) throw new Error("cbor");
  return found;
};
const text = (letters) => new TextEncoder().encode(letters);
const headOf = (length) => (length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255]);
const string = (bytes) => [...headOf(bytes.length), ...bytes];

// Keys and lists: those of this file, and newer ones that were fetched. Every file on a disk reads and writes the same
// store, so a page opened from disk keeps lists there, which are signed, and never keys.
const disk = location.protocol === "file:";
let fetched = [];
const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
};
const keys = (purpose) => [...fetched, ...((!disk && kept().keys) || []), ...OWN.keys].filter((one) => one.purpose === purpose);
// What a lost or stolen key is said to have signed afterwards is not believed.
const lost = (key, at) => key.state === "compromised" && at >= month(Date.parse(key.until));

const signed = async (jwk, signature, bytes) => {
  const key = await crypto.subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, bytes);
};
const readList = async (token, address) => {
  try {
    const [head, body, signature] = token.split(".");
    const kid = JSON.parse(new TextDecoder().decode(url64(head))).kid.split("#").pop();
    const key = keys("credential").find((one) => one.kid === kid);
    const list = JSON.parse(new TextDecoder().decode(url64(body)));
    if (!(await signed(key, url64(signature), text(`${head}.${body}`))) || list.id !== address || lost(key, month(Date.parse(list.validFrom)))) return undefined;
    const packed = new Blob([url64(list.credentialSubject.encodedList.slice(1))]).stream();
    const bits = new Uint8Array(await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
    return { at: Date.parse(list.validFrom), has: (place) => bits[place >> 3] & (0x80 >> (place & 7)), holds: bits.length * 8 };
  } catch {
    return undefined;
  }
};
const list = async (number, purpose) => {
  const name = `${number}/${purpose}`;
  const tokens = [OWN.lists[name], kept().lists?.[name]].filter(Boolean);
  const found = await Promise.all(tokens.map((token) => readList(token, `${OWN.site}/status/${name}`)));
  return found.filter(Boolean).sort((one, other) => other.at - one.at)[0];
};
const update = async (number) => {
  const names = new Set([...Object.keys(OWN.lists), ...Object.keys(kept().lists ?? {})]);
  if (number !== undefined) for (const purpose of ["revocation", "refresh"]) names.add(`${number}/${purpose}`);
  const get = async (path) => {
    const answer = await fetch(OWN.site + path, { credentials: "omit", cache: "no-cache", signal: AbortSignal.timeout?.(PATIENCE) });
    if (!answer.ok) throw new Error(path);
    return answer;
  };
  try {
    fetched = (await (await get("/.well-known/jwks.json")).json()).keys;
    const fresh = {};
    for (const name of names) fresh[name] = await (await get(`/status/${name}`)).text();
    localStorage.setItem(STORE, JSON.stringify({ keys: fetched, lists: { ...kept().lists, ...fresh } })); // others fetch as well
    return true;
  } catch {
    return false;
  }
};

// The seal
const CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const code = (bytes) => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{5}/g).map((five) => CODE[parseInt(five, 2)]).join("").match(/.{4}/g).join("-");
};
const open = async (address) => {
  if (!crypto.subtle) return { problem: "old" };
  const plain = address.trim();
  const site = `${OWN.site}/`.toLowerCase();
  const other = /^[a-z]+:/i.test(plain);
  if (other && !plain.toLowerCase().startsWith(site)) return { problem: "host" };
  const last = (other ? plain.slice(site.length).replace(/^c\//i, "") : plain).replace(/\/$/, "");
  if (!/^[A-Z0-9 -]+$/i.test(last)) return { problem: "none" };
  if (last.length < 65) return { problem: "code" };
  let parts;
  let claims;
  let kid;
  try {
    const whole = cbor(base32(last.toUpperCase()));
    parts = whole.value;
    const header = cbor(parts[0]);
    claims = cbor(parts[2]);
    kid = header.get(4);
    if (![kid, parts[0], parts[2], parts[3]].every((one) => one instanceof Uint8Array)) throw new Error("seal");
    if (whole.tag !== 18 || header.get(1) !== -7 || parts[1].size || parts[3].length !== 64 || claims.get(0) !== 1) throw new Error("seal");
  } catch {
    return { problem: "forged" };
  }
  const fits = (one) => url64(one.kid).slice(0, 8).join() === kid.join();
  if (!keys("seal").some(fits)) await update();
  const key = keys("seal").find(fits);
  if (!key) return { problem: "key" };
  const bytes = Uint8Array.from([0x84, 0x6a, ...text("Signature1"), ...string(parts[0]), 0x40, ...string(parts[2])]);
  if (!(await signed(key, parts[3], bytes)) || lost(key, claims.get(5))) return { problem: "forged" };
  return { claims, ...(await state(claims)) };
};
const state = async (claims) => {
  const now = new Date();
  const today = now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate();
  const [where, place] = [claims.get(7), claims.get(8)];
  let [revoked, newer] = [await list(where, "revocation"), await list(where, "refresh")];
  if (!revoked && (await update(where))) [revoked, newer] = [await list(where, "revocation"), await list(where, "refresh")];
  if (claims.get(5) > Math.floor(today / 100)) return { state: "early" };
  const known = revoked && place < revoked.holds && month(revoked.at) >= claims.get(5);
  const at = known ? revoked.at : undefined;
  if (revoked?.has(place)) return { state: newer?.has(place) ? "replaced" : "revoked", at };
  if (claims.has(6) && claims.get(6) < today) return { state: "expired", at };
  return { state: known ? "valid" : "unknown", at };
};
const month = (at) => new Date(at).getFullYear() * 100 + new Date(at).getMonth() + 1;
const nameFits = async (claims, typed) => {
  const key = await crypto.subtle.importKey("raw", claims.get(9), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const own = new Uint8Array(await crypto.subtle.sign("HMAC", key, text(nameWords(typed).join(" ")))).slice(0, 8).join();
  const all = claims.get(10);
  for (let place = 0; place < all.length; place += 8) if (all.slice(place, place + 8).join() === own) return true;
  return false;
};

// What is seen
const signs = (value) => (spoken === "fa-af" ? String(value).replace(/\d/g, (one) => "۰۱۲۳۴۵۶۷۸۹"[one]) : String(value));
const day = (at) => signs([at.getDate(), at.getMonth() + 1, at.getFullYear()].map((part) => String(part).padStart(2, "0")).join("."));
const put = (id, content) => $(id).textContent === content || ($(id).textContent = content); // read aloud once
const tones = { valid: "open", match: "ok", revoked: "bad", forged: "bad", host: "bad", nomatch: "bad" };
const answer = (kind) => {
  $("answer").className = `answer ${tones[kind] ?? "warn"}`;
  put("head", said[kind][0]);
  put("what", said[kind][1]);
  $("answer").dataset.kind = kind;
};
// What is known is kept apart from what it is said in: a change of language, a name, a newer list say all of it anew, at
// once.
let reading; // { address }: what is asked about; an answer about an earlier one comes too late
let looking; // the last look at it
let comparing; // the last look at a name
let renewing; // the last wish for newer lists
let seal; // what was found: { claims, state, at } or { problem }
let fits; // whether the typed name is that of the seal, or nobody asked
let oldest; // of the lists, as a time; without any Infinity
let renewed; // true, false, or nobody asked
const tell = () => {
  if (oldest === Infinity) put("age", said.nolist);
  else if (oldest) put("age", `${said.list} ${day(new Date(oldest))}. ${said.days} ${signs(Math.max(0, Math.floor((Date.now() - oldest) / DAY)))}`);
  $("age").classList.toggle("old", Date.now() - oldest > 7 * DAY);
  put("renewed", renewed === undefined ? "" : said[renewed ? "renewed" : "nonet"]);
  const { claims, at } = seal ?? {};
  const [compared, found] = [claims && fits !== undefined, seal?.problem ?? seal?.state];
  $("answer").hidden = !seal;
  if (seal) answer(compared && found === "valid" ? (fits ? "match" : "nomatch") : found);
  if (compared && found !== "valid") put("what", `${said[found][1]} ${fits ? said.fits : said.fitsnot}`);
  $("facts").hidden = !claims;
  $("names").hidden = !claims?.has(10);
  $("noname").hidden = !claims || claims.has(10);
  if (!claims) return;
  const until = claims.get(6);
  put("code", code(claims.get(1)));
  put("serial", claims.get(2));
  put("course", claims.get(4));
  put("kind", said.kinds[claims.get(11) ?? 0]);
  put("issued", signs(`${String(claims.get(5) % 100).padStart(2, "0")}.${Math.floor(claims.get(5) / 100)}`));
  put("until", until ? `${said.until} ${day(new Date(until / 10000, (until / 100 - 1) % 100, until % 100))}` : said.always);
  put("asof", at ? `${said.asof} ${day(new Date(at))}` : said.unsure);
};
const age = async () => {
  const found = await Promise.all(Object.keys({ ...OWN.lists, ...kept().lists }).filter((name) => name.endsWith("n")).map((name) => list(...name.split("/"))));
  oldest = Math.min(...found.filter(Boolean).map(({ at }) => at));
};
// Forget what was asked before, with all that is still being found out about it.
const begin = (address) => {
  looking = comparing = seal = fits = undefined;
  reading = { address };
  $("name").value = "";
  tell();
  return reading;
};
// Judge what is asked about by the keys and lists that are here now; a later look overtakes this one.
const look = async () => {
  const own = (looking = {});
  const found = reading?.address && (await open(reading.address).catch(() => ({ problem: "key" })));
  await age();
  if (looking !== own) return;
  const first = found && !seal;
  if (found) seal = found;
  tell();
  if (first) $("answer").focus();
};
const read = (address) => {
  begin(address);
  look();
};
const speak = (language) => {
  spoken = language;
  said = OWN.words[language];
  document.documentElement.lang = language === "fa-af" ? "fa-AF" : language;
  document.documentElement.dir = language === "fa-af" ? "rtl" : "ltr";
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = said[one.dataset.say];
  for (const one of document.querySelectorAll("nav button")) one.toggleAttribute("aria-current", one.value === language);
  $("online").href = `${OWN.site}/${language}/certificates/check/`;
  document.title = `${said.title} · Omuzgoh`;
  tell();
};
$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  read($("address").value);
});
$("names").addEventListener("submit", async (event) => {
  event.preventDefault();
  const own = (comparing = {});
  const found = await nameFits(seal.claims, $("name").value);
  if (comparing !== own) return;
  fits = found;
  tell();
});
$("renew").addEventListener("click", async () => {
  const own = (renewing = {});
  renewed = undefined;
  tell();
  const done = await update();
  if (renewing !== own) return;
  renewed = done;
  if (done) look();
  else tell();
});
document.querySelector("nav").addEventListener("click", ({ target }) => target.value && speak(target.value));
if (self.BarcodeDetector) {
  $("camera").hidden = false;
  $("photo").addEventListener("change", async ({ target }) => {
    const own = begin();
    const [file] = target.files;
    target.value = "";
    let found;
    try {
      [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    } catch {} // not a picture
    if (reading !== own) return;
    if (found) return read(($("address").value = found.rawValue));
    seal = { problem: "unread" };
    tell();
  });
}
const asked = { tg: "tg", fa: "fa-af", prs: "fa-af", ru: "ru" }[navigator.language.split("-")[0]] ?? "en";
speak(asked);
if (!disk) navigator.serviceWorker?.register("/C/worker.js", { scope: "/C/" }).catch(() => {});
if (!disk && location.pathname.length > 4) read(($("address").value = location.href));
else look();
update().then((done) => done && look());
