// A checklist: live count, and every mark kept on this device and sent when there is a link. Pages work without it.
const form = document.querySelector("[data-checklist]");
const numbers = new Intl.NumberFormat(document.documentElement.lang || undefined);
const criteria = form ? [...form.querySelectorAll("[data-criterion]")] : [];
const count = () => {
  const place = form.querySelector("[data-count]");
  const done = criteria.filter((one) => one.querySelector("input:checked")).length;
  const bdi = document.createElement("bdi");
  bdi.dir = "ltr";
  bdi.textContent = `${numbers.format(done)} / ${numbers.format(criteria.length)}`;
  place.replaceChildren(bdi);
};
const plain = () => form.addEventListener("submit", () => {
  // A second press waits for the first; the hidden id would store it once anyway.
  const button = form.querySelector(".save-bar button");
  setTimeout(() => { button.disabled = true; });
  setTimeout(() => { button.disabled = false; }, 8000);
});

// What is marked on the page: scores in order, null where there is none, and the comment.
const marked = () => ({
  scores: criteria.map((one) => (one.querySelector("input:checked") ? +one.querySelector("input:checked").value : null)),
  comment: form.elements.comment.value,
});
const mend = ({ scores, comment }) => {
  scores.forEach((score, at) => {
    const box = criteria[at]?.querySelector(`input[value="${score}"]`);
    if (box) box.checked = true;
  });
  form.elements.comment.value = comment;
};
// What somebody chose or typed while this file was on its way: newer than what is kept. On the way back, and where a
// page is loaded anew, it is the browser that fills in.
const early = () => {
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return [];
  const fields = [...form.querySelectorAll("[type=radio]:checked, textarea")];
  const changed = fields.filter((field) => (field.type === "radio" ? !field.defaultChecked : field.value !== field.defaultValue));
  return changed.map((field) => [field, { value: field.value, checked: true }]);
};
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
// Only the server opens it: ECDH on P-256 with a key of this moment, HKDF, AES-GCM.
const seal = async (said, subject) => {
  const { subtle } = crypto;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const point = Uint8Array.from(atob(form.dataset.key), (letter) => letter.charCodeAt(0));
  const [own, server] = [await subtle.generateKey(curve, true, ["deriveBits"]), await subtle.importKey("raw", point, curve, false, [])];
  const shared = await subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
  const text = new TextEncoder();
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode("omuzgoh claim") };
  const key = await subtle.deriveKey(how, await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]), { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const data = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: text.encode(subject) }, key, text.encode(JSON.stringify(said)));
  return { key: base64(await subtle.exportKey("raw", own.publicKey)), nonce: base64(nonce), data: base64(data) };
};

const start = async () => {
  const sign = document.getElementById("unsent");
  const said = document.querySelector("[data-said]");
  const words = form.dataset;
  const second = "second" in words;
  if (second && !crypto.subtle) throw new Error("not served securely: the form is sent as it is");
  await import(sign.dataset.outbox);
  const box = globalThis.outboxOf(sign.dataset.person);
  await box.db;
  const reasons = JSON.parse(words.reasons);
  let handing = false;
  let later; // the saving that is to come
  let waits = null; // the checklist that was handed in here and is not answered yet
  const tell = (text, tone = "") => {
    [said.hidden, said.textContent, said.className] = [!text, text, `notice ${tone}`];
  };
  const lock = (locked) => {
    for (const part of form.querySelectorAll("fieldset, textarea, input, button")) part.disabled = locked;
  };
  const close = (text) => {
    lock(true);
    if (second) form.reset();
    form.classList.add("checklist--closed");
    tell(text, "notice--ok");
    said.scrollIntoView({ block: "center" });
  };
  const open = () => {
    handing = false;
    lock(false);
    form.classList.remove("checklist--closed");
  };
  const settle = async () => {
    const answer = waits && (await box.all("sent")).find(({ id }) => id === waits); // perhaps the service worker sent it
    if (!answer) return false;
    waits = null;
    if (answer.outcome === "done") location.replace(words.after);
    else {
      open();
      tell(reasons[answer.said?.reason] ?? words.refused, "notice--bad");
      said.scrollIntoView({ block: "center" });
    }
    return true;
  };
  const show = async () => {
    if ((await settle()) || waits) return;
    const mine = (await box.all("items")).filter(({ subject }) => subject === words.subject);
    if (waits) return; // handed in while this was read
    if (mine.length && box.state === "later") tell(words.stored, "notice--warn");
    else if (mine.length && box.state === "login") tell(words.login, "notice--warn");
    else if (said.classList.contains("notice--warn")) tell("");
  };
  box.addEventListener("change", show);

  if (!second) {
    // What was marked here and is not on this page yet: not sent, or sent after the page was made (server's clock).
    const made = Date.parse(words.at);
    const unsent = await box.all("items"); // first: what is sent just then is found in the other list too
    const newer = (await box.all("sent")).filter(({ now, outcome }) => Date.parse(now) > made && outcome !== "refused");
    const quick = early();
    const own = [...newer, ...unsent].filter(({ subject, payload }) => subject === words.subject && !payload.claim);
    own.sort((a, b) => a.seq - b.seq);
    for (const { kind, payload, id } of own) {
      mend(payload);
      if (kind === "assessments.observation") waits = id;
    }
    if (waits) close(words.handed);
    else for (const [field, typed] of quick) Object.assign(field, typed);
    const save = async () => {
      clearTimeout(later);
      later = undefined;
      await box.record("assessments.draft", words.subject, { submission: form.elements.submission.value, ...marked() }, words.label);
      box.flush();
    };
    form.addEventListener("input", ({ target }) => {
      clearTimeout(later);
      later = setTimeout(save, target.type === "radio" ? 300 : 1500);
    });
    addEventListener("visibilitychange", () => document.hidden && later && save());
    if (quick.length && !waits) save();
    form.querySelector("[data-later]")?.remove(); // it is saved all the time
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (handing) return undefined;
    const bad = criteria.filter((one) => !one.querySelector("input:checked"));
    for (const one of criteria) one.classList.toggle("criterion--bad", bad.includes(one));
    const empty = second ? ["number", "pin"].map((name) => form.elements[name]).filter((field) => !field.value.trim()) : [];
    if (bad.length || empty.length) {
      tell(bad.length ? words.choose : words.who, "notice--bad");
      return (empty[0] ?? bad[0].querySelector("input")).focus();
    }
    handing = true;
    clearTimeout(later);
    later = undefined;
    try {
      let payload = { version: +words.version, ...marked() };
      if (second) {
        const claim = { number: form.elements.number.value, pin: form.elements.pin.value, ...payload };
        payload = { claim: await seal(claim, words.subject) };
      }
      waits = (await box.record("assessments.observation", words.subject, payload, words.label)).id;
    } catch {
      handing = false;
      return form.submit(); // the browser keeps nothing: the form is sent as it is
    }
    if (second) form.elements.pin.value = "";
    lock(true);
    const state = await Promise.race([box.flush(), new Promise((late) => setTimeout(late, 8000, "later"))]);
    if (!waits || (await settle()) || !waits) return undefined;
    close(words.handed);
    return state === "login" && tell(words.login, "notice--warn");
  });
  await show();
};

if (form) {
  form.addEventListener("change", count);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  try {
    await start();
  } catch {
    plain(); // the browser keeps nothing: the form is sent as it is
  }
  const bad = form.querySelector(".criterion--bad");
  if (bad) bad.scrollIntoView({ block: "center" });
  count();
  form.dataset.ready = "";
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
