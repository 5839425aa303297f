// Keeps texts that were not saved yet (a dropped link, a closed tab) and offers them again; takes over offered
// translations; Ctrl+S saves, Ctrl+Enter goes to the next open text. Without it the page is a plain form.

const form = document.querySelector("#work");
const fields = [...form.querySelectorAll("textarea")];
const place = `work:${form.dataset.keep}`;

function read() {
  try {
    return JSON.parse(localStorage.getItem(place)) || {};
  } catch {
    return {};
  }
}

let waiting = {}; // offered, not yet put back or thrown away
// Where only open texts are shown, what was typed in the others stays kept for the page that shows them.
const hidden = ([name]) => !form.elements.namedItem(name);
let elsewhere = location.search.includes("only=") ? Object.fromEntries(Object.entries(read()).filter(hidden)) : {};

function keep() {
  const typed = fields.filter((field) => field.value !== field.defaultValue);
  const texts = { ...elsewhere, ...waiting, ...Object.fromEntries(typed.map((field) => [field.name, field.value])) };
  try {
    if (Object.keys(texts).length) localStorage.setItem(place, JSON.stringify(texts));
    else localStorage.removeItem(place);
  } catch {
    // Without storage the form still works.
  }
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function put(field, text) {
  field.value = text;
  keep();
}

const kept = Object.entries(read()).filter(([name, text]) => (form.elements.namedItem(name)?.defaultValue ?? text) !== text);
if (kept.length) {
  waiting = Object.fromEntries(kept);
  const notice = document.createElement("div");
  notice.className = "notice notice--warn row";
  notice.setAttribute("role", "status");
  const said = document.createElement("span");
  said.textContent = form.dataset.kept;
  notice.append(
    said,
    button(form.dataset.putBack, () => {
      waiting = {};
      for (const [name, text] of kept) form.elements.namedItem(name).value = text;
      keep();
      notice.remove();
      form.elements.namedItem(kept[0][0]).focus();
    }),
    button(form.dataset.forget, () => {
      waiting = elsewhere = {};
      notice.remove();
      keep();
    }),
  );
  form.prepend(notice);
} else {
  keep();
}

form.addEventListener("input", keep);

for (const offer of document.querySelectorAll("[data-offer]")) {
  const field = document.getElementById(offer.dataset.offer);
  offer.after(" ", button(form.dataset.use, () => {
    put(field, offer.textContent);
    field.focus();
  }));
}

function next() {
  const open = [...document.querySelectorAll(".work-row--open textarea")];
  const here = document.activeElement;
  const after = open.find((field) => here.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
  (after || open[0])?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.code === "KeyS") {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button[name="save"]'));
  } else if (event.key === "Enter" && event.target.matches("textarea")) {
    event.preventDefault();
    next();
  }
});
