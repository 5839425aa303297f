// Letters that a keyboard may lack, and a look at a password, for inputs with data-letters or data-look: the label of
// the button. Without this file nothing is missing but the buttons.
const TAJIK = "ғқҳҷӣӯ";
const DARI = ["ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزژرذدپوئآ"];

const button = (text, name, press) => {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: name });
  made.addEventListener("click", press);
  return made;
};
const toggle = (text, change) => {
  const made = button(text, "button button--quiet second", () => {
    const on = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", on);
    change(on);
  });
  made.setAttribute("aria-pressed", "false");
  return made;
};
const row = (input, letters, lang) => {
  const made = document.createElement("div");
  made.lang = lang;
  made.dir = lang === "fa" ? "rtl" : "ltr";
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
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", input.dataset.letters);
  group.className = "letters";
  group.hidden = true;
  group.addEventListener("pointerdown", (event) => event.preventDefault()); // the cursor stays where it is
  const tajik = row(input, TAJIK, "tg");
  const small = [...tajik.children];
  const capitals = toggle("⇧", (on) => small.forEach((key) => (key.textContent = on ? key.textContent.toUpperCase() : key.textContent.toLowerCase())));
  capitals.setAttribute("aria-label", input.dataset.capitals);
  capitals.className = "letters__key";
  tajik.append(capitals);
  const dari = DARI.map((letters) => row(input, letters, "fa"));
  group.append(...(document.dir === "rtl" ? [...dari, tajik] : [tajik, ...dari]));
  return [toggle(input.dataset.letters, (on) => (group.hidden = !on)), group];
};
for (const input of document.querySelectorAll("[data-letters], [data-look]")) {
  const bar = document.createElement("div");
  if (input.dataset.look) bar.append(toggle(input.dataset.look, (on) => (input.type = on ? "text" : "password")));
  if (input.dataset.letters) bar.append(...keys(input));
  (input.closest(".search") ?? input).after(bar);
  if (input.dataset.look) input.form.addEventListener("submit", () => (input.type = "password")); // browsers remember text
}
