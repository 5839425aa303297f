// Marking by keyboard: a digit gives the points of the line that has the focus and goes on; Enter saves.
const form = document.querySelector("[data-rubric]");
const lines = [...form.querySelectorAll("fieldset")];
const WESTERN = "0123456789";
const EASTERN = "۰۱۲۳۴۵۶۷۸۹";

const current = () => {
  const held = lines.indexOf(document.activeElement?.closest("fieldset"));
  if (held >= 0) return held;
  const open = lines.findIndex((line) => !line.querySelector("input:checked"));
  return open >= 0 ? open : lines.length - 1;
};

const enter = (place) => {
  const line = lines[place];
  (line?.querySelector("input:checked") || line?.querySelector("input") || form.elements.comment).focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, a, button, summary")) return;
  if (event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const digit = WESTERN.includes(event.key) ? event.key : String(EASTERN.indexOf(event.key));
  if (digit.length !== 1 || event.key.length !== 1 || !WESTERN.includes(digit)) return;
  const place = current();
  const choice = lines[place].querySelector(`input[value="${digit}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  const next = lines.findIndex((line, at) => at > place && !line.querySelector("input:checked"));
  enter(next >= 0 ? next : place);
});

// sent twice by a double press: the id of the form is the same, and it is stored once
let sent = false;
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  else setTimeout(() => { sent = false; }, 8000); // the sending may have been stopped
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });
enter(current());
