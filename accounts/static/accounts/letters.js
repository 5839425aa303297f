// Letters that a keyboard may lack, and a look at a password, for inputs with data-letters or data-look: the labels of
// the buttons. Without this file nothing is missing but the buttons.
const TAJIK = "ғқҳҷӣӯ";
const DARI = ["ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزژرذدپوئآ"];
const make = (name, attributes) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
const button = (text, name, press) => {
  const made = make("button", { type: "button", class: name });
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
};
const toggle = (text, change, name = "button second") => {
  let on = false;
  const made = button(text, name, () => {
    made.setAttribute("aria-pressed", (on = !on));
    change(on);
  });
  made.setAttribute("aria-pressed", on);
  return made;
};
const row = (input, letters, lang, dir) => {
  const made = make("div", { lang, dir });
  for (const letter of letters) {
    const key = button(letter, "letters__key", () => {
      input.setRangeText(key.textContent, input.selectionStart, input.selectionEnd, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    made.append(key);
  }
  return made;
};
const keys = (input) => {
  const { letters, capitals } = input.dataset;
  const group = make("div", { role: "group", "aria-label": letters, class: "letters", hidden: "" });
  group.addEventListener("pointerdown", (event) => event.preventDefault()); // the cursor stays where it is
  const tajik = row(input, TAJIK, "tg", "ltr");
  const small = [...tajik.children];
  const shift = toggle("⇧", (on) => small.forEach((key, at) => (key.textContent = on ? TAJIK[at].toUpperCase() : TAJIK[at])), "letters__key");
  shift.setAttribute("aria-label", capitals);
  tajik.append(shift);
  const dari = DARI.map((signs) => row(input, signs, "fa", "rtl"));
  group.append(...(document.dir === "rtl" ? [...dari, tajik] : [tajik, ...dari]));
  return [toggle(letters, (on) => (group.hidden = !on)), group];
};
for (const input of document.querySelectorAll("[data-letters], [data-look]")) {
  const bar = make("div", { class: "letters-bar" });
  if (input.dataset.look) {
    bar.append(toggle(input.dataset.look, (on) => (input.type = on ? "text" : "password")));
    input.form.addEventListener("submit", () => (input.type = "password")); // browsers remember what is typed as text
  }
  if (input.dataset.letters) bar.append(...keys(input));
  (input.closest(".search, .lettered") ?? input).after(bar);
}
