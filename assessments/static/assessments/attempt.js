// Every answer is sent as it is given. What cannot be sent waits in this browser, is shown as waiting, and is sent
// when the link is back; handing in waits for it. The server takes each answer once, by the id made here.
const form = document.getElementById("attempt");
const texts = form.dataset;
const address = form.action; // where answers go; the form itself goes elsewhere when it is handed in
const bar = document.getElementById("state");
const store = `omuzgoh:attempt:${texts.attempt}`;
const token = form.elements.csrfmiddlewaretoken.value;
const cards = [...form.querySelectorAll(".question")];
const persian = document.documentElement.lang.startsWith("fa");
const over = form.querySelector("fieldset[disabled]") !== null;
const before = Number(texts.before);
const EVERY = 20000; // ms between two signs of life in a sitting
let state = "saved";
let sending = false;
let leaving = false;
let pause = 0;
let timer = 0;
let handIn = null;
let memory = [];
let stored = true; // false while storage refuses what is in memory

const digits = (number) =>
  persian ? String(number).replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit))) : String(number);
const fill = (text, number) => text.replace("{n}", digits(number));

// crypto.randomUUID is missing where the page did not come over https.
const makeId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

// The queue: in local storage, so that a closed tab loses nothing; in memory where storage is refused.
const waiting = () => {
  try {
    if (stored) memory = JSON.parse(localStorage.getItem(store) || "[]");
  } catch {
    // keep what is in memory
  }
  return memory;
};
const keep = (items) => {
  memory = items;
  try {
    if (items.length) localStorage.setItem(store, JSON.stringify(items));
    else localStorage.removeItem(store);
    stored = true;
  } catch {
    stored = false; // the answers stay in memory while the page is open
  }
};
let sequence = Math.max(Number(texts.sequence), ...waiting().map((item) => item.sequence));

const show = (next = state) => {
  state = next;
  const left = waiting().length;
  const words = {
    saved: texts.textSaved,
    sending: texts.textSending,
    waiting: fill(texts.textWaiting, left),
    login: fill(texts.textLogin, left),
    late: texts.textLate,
    refused: texts.textRefused,
    holding: texts.textHolding,
  }[state];
  if (bar.textContent !== words) bar.textContent = words;
  bar.dataset.state = state;
};

const number = /^[+\-−–]?(\p{Nd}+([.,٫]\p{Nd}*)?|[.,٫]\p{Nd}+)$/u;
const isNumber = (text) => number.test(text.replace(/[\s\u200e\u200f\u061c٬]/g, ""));

const TYPED = new Set(["number", "line", "text"]);
// Percent as typed, in any digits, as thousandths of the picture.
const thousandths = (text) => {
  const plain = text.replace(/\p{Nd}/gu, (digit) => plainDigit(digit)).replace(/[,٫]/, ".").trim();
  const percent = Number(plain);
  return plain === "" || !(percent >= 0 && percent <= 100) ? null : Math.round(percent * 10);
};
const plainDigit = (digit) => {
  const code = digit.codePointAt(0);
  for (const zero of [0x30, 0x660, 0x6f0]) if (code >= zero && code <= zero + 9) return String(code - zero);
  return digit;
};

// What stands in a control; with `made`: what stood there when the server made the page.
const valueOf = (input, made) => {
  if (!made) return input.value;
  return input.options ? (input.querySelector("option[selected]")?.value ?? "") : input.defaultValue;
};
const answerOf = (card, made = false) => {
  const inputs = [...card.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const chosen = inputs.filter((input) => (made ? input.defaultChecked : input.checked)).map((input) => input.value);
  switch (card.dataset.control) {
    case "radio": return chosen.length ? Number(chosen[0]) : null;
    case "boxes": return chosen.map(Number);
    case "bool": return chosen.length ? chosen[0] === "true" : null;
    case "number": case "line": case "text": return valueOf(inputs[0], made).trim() || null;
    case "picture": {
      const point = inputs.map((input) => thousandths(valueOf(input, made)));
      return point.includes(null) ? null : point;
    }
    default: return inputs.map((select) => valueOf(select, made)).map((value) => (value === "" ? null : Number(value)));
  }
};
const isAnswered = (card) => {
  const answer = answerOf(card);
  if (card.dataset.control === "number") return answer !== null && isNumber(answer);
  if (Array.isArray(answer)) return answer.length > 0 && !answer.includes(null);
  return answer !== null;
};
const putBack = (card, answer) => {
  const inputs = [...card.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const control = card.dataset.control;
  inputs.forEach((input, place) => {
    if (control === "selects" || control === "gaps") input.value = answer?.[place] ?? "";
    else if (control === "picture") input.value = answer ? answer[place] / 10 : "";
    else if (TYPED.has(control)) input.value = answer ?? "";
    else input.checked = (Array.isArray(answer) ? answer : [answer]).map(String).includes(input.value);
  });
};
const last = new Map(cards.map((card) => [card, JSON.stringify(answerOf(card, true))]));

const count = () => {
  const done = before + cards.filter(isAnswered).length;
  document.getElementById("answered").textContent = fill(texts.textAnswered, done);
  form.querySelector(".attempt-bar progress").value = done;
};

const record = (card) => {
  const answer = answerOf(card);
  const written = JSON.stringify(answer);
  if (over || written === last.get(card)) return;
  last.set(card, written);
  handIn = null; // whoever goes on answering does not mean to hand in yet
  leaving = false;
  sequence += 1;
  const item = { id: makeId(), position: Number(card.dataset.position), sequence, language: texts.language, answer };
  keep([...waiting(), item]);
  count();
  pause = 0;
  send();
};
const recordAll = () => cards.forEach(record);

const later = () => {
  pause = Math.min(30, pause ? pause * 2 : 1);
  clearTimeout(timer);
  timer = setTimeout(send, pause * 1000 * (0.75 + Math.random() / 2));
};

// Returns what to do with the first item: "gone" (it has its final answer), or the state that keeps it waiting.
const deliver = async (item) => {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), 30000);
  try {
    const reply = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(item),
      redirect: "manual",
      keepalive: true,
      signal: stop.signal,
    });
    if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) return "login";
    if (reply.status === 400 || reply.status === 404) return "refused";
    if (!reply.ok) return "waiting";
    return (await reply.json()).state === "late" ? "late" : "saved";
  } catch {
    return "waiting";
  } finally {
    clearTimeout(limit);
  }
};

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  let told = "saved";
  try {
    for (let items = waiting(); items.length; items = waiting()) {
      if (state === "saved") show(handIn ? "holding" : "sending");
      const outcome = await deliver(items[0]);
      if (outcome === "waiting" || outcome === "login") {
        told = outcome;
        later();
        break;
      }
      if (leaving) { // the next page may be older than this answer: it finds it in the queue and sends it once more
        told = "sending";
        break;
      }
      if (outcome !== "saved") told = outcome;
      keep(waiting().filter((item) => item.id !== items[0].id));
      pause = 0;
      if (state === "waiting" || state === "login") show(handIn ? "holding" : "sending"); // the link is back
    }
  } finally {
    sending = false;
  }
  show(told);
  if (!waiting().length && handIn) {
    const go = handIn;
    handIn = null;
    if (told === "refused") return;
    go();
  }
}

// A page that is still there after that long did not leave after all.
const leave = () => {
  leaving = true;
  setTimeout(() => { leaving = false; send(); }, 30000);
};

// Before leaving by a button: everything typed is in the queue, then everything in the queue is sent.
const whenSent = (go) => {
  recordAll();
  leaving = false;
  handIn = go;
  if (!waiting().length) {
    handIn = null;
    go();
    return;
  }
  show("holding");
  pause = 0;
  send();
};

document.body.classList.add("live");
// Who was quick answered while this file was on its way: that is newer than what waits, and nobody has it yet.
const quick = new Set(cards.filter((card) => JSON.stringify(answerOf(card)) !== last.get(card)));
for (const item of waiting()) {
  const card = cards.find((one) => Number(one.dataset.position) === item.position);
  if (!card || quick.has(card)) continue;
  putBack(card, item.answer);
  last.set(card, JSON.stringify(answerOf(card)));
}
count();
show(waiting().length ? "sending" : "saved");
recordAll();
send();

let typing = 0;
form.addEventListener("input", (event) => {
  const card = event.target.closest(".question");
  if (!card || !TYPED.has(card.dataset.control)) return;
  clearTimeout(typing);
  typing = setTimeout(() => record(card), 1200);
});
form.addEventListener("change", (event) => {
  const card = event.target.closest(".question");
  if (!card) return;
  record(card);
  const problem = card.querySelector("[data-problem]");
  if (problem) {
    const bad = event.target.value.trim() !== "" && !isNumber(event.target.value);
    problem.textContent = bad ? texts.textNumber : "";
    problem.hidden = !bad;
    event.target.setAttribute("aria-invalid", bad);
  }
});
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  event.preventDefault();
  if (button?.dataset.href) {
    recordAll(); // the answers are in the queue; the page in the other language sends what is left
    leave();
    location.href = button.dataset.href;
  } else if (button?.hasAttribute("data-submit")) {
    whenSent(() => {
      for (const card of cards) card.disabled = true; // saved already: the form carries no answers
      form.action = button.formAction;
      form.submit();
    });
  } else {
    recordAll();
  }
});
document.querySelector("[data-hand-in]")?.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) return;
  event.preventDefault();
  whenSent(() => {
    event.target.dataset.sent = "yes";
    event.target.requestSubmit(event.submitter);
  });
});
const drawn = form.querySelector("[data-spot]") && !over ? import(texts.spots) : Promise.resolve(null);
drawn.then((part) => part?.spots(cards, record)).catch(() => {}).finally(() => { texts.ready = ""; }); // numbers can be typed
addEventListener("beforeunload", leave);
addEventListener("online", () => { pause = 0; send(); });
addEventListener("pagehide", recordAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") recordAll();
  else send();
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// The time that is left, from the server and counted here without this device's clock.
const clock = document.getElementById("clock");
let end = texts.remaining === undefined ? null : performance.now() + Number(texts.remaining) * 1000;
let ticking = 0;
const tick = () => {
  clearTimeout(ticking);
  if (end === null || texts.paused || over) return;
  const left = end - performance.now();
  if (clock) clock.textContent = fill(texts.textMinutes, Math.max(0, Math.ceil(left / 60000)));
  if (left <= 0) whenSent(() => setTimeout(() => location.reload(), 1500));
  else ticking = setTimeout(tick, Math.min(left, 5000));
};
tick();

// In a sitting the page says that it is there. A pause, more time, or time given back after a power cut come as answer.
if (texts.here) {
  let lived = "0"; // the first sign says that the page was loaded anew
  const sign = async () => {
    try {
      const body = new URLSearchParams({ lived, csrfmiddlewaretoken: token });
      const reply = await fetch(texts.here, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout?.(EVERY) });
      if (reply.ok) {
        lived = "1";
        const told = await reply.json();
        if (told.paused !== Boolean(texts.paused) || (over && !texts.paused && !told.over)) {
          recordAll();
          whenSent(() => location.reload());
        } else if (told.remaining !== null && end !== null) {
          end = performance.now() + told.remaining * 1000;
          tick();
        }
      }
    } catch {
      // no link: the answers wait here, and the next sign comes
    }
    setTimeout(sign, EVERY * (0.8 + Math.random() * 0.4));
  };
  sign();
}
