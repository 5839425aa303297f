// Keys of the roll: arrows up and down go from person to person, a letter or a number marks. The form works without.
const form = document.querySelector("[data-roll]");
const rows = [...(form?.querySelectorAll("ol > li") ?? [])];
const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
const plain = (text) => text.trim().toLocaleLowerCase();

// The mark that a key means: its number, its letter in the journal, or else the beginning of its word.
const meant = (row, event) => {
  const all = radios(row);
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) return all[digit[1] - 1];
  const key = plain(event.key);
  const text = (radio) => plain(radio.nextElementSibling.textContent);
  return key.length === 1 ? (all.find((radio) => text(radio) === key) ?? all.find((radio) => text(radio)[0] === key)) : undefined;
};
const go = (row) => {
  const all = row ? radios(row) : [];
  (all.find((radio) => radio.checked) ?? all[0])?.focus();
};

form?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.type !== "radio") return;
  const row = event.target.closest("li");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const seen = rows.filter((one) => !one.hidden);
    go(seen[seen.indexOf(row) + step]);
    return;
  }
  const radio = meant(row, event);
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});
