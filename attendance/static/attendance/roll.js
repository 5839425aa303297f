// The roll: live count and search. Without this script the form is whole and works.
const form = document.querySelector("[data-roll]");
const count = form.querySelector("[data-count]");
const find = form.querySelector("[data-find]");
const rows = [...form.querySelectorAll("ol > li")].map((row) => [row, row.querySelector("legend").textContent.toLocaleLowerCase()]);
const number = (value) => value.toLocaleString(document.documentElement.lang);
let changed = false;

const show = () => {
  const there = form.querySelectorAll('input[value="present"]:checked, input[value="late"]:checked').length;
  count.textContent = `${count.dataset.text}: ${number(there)} / ${number(rows.length)}`;
};

form.addEventListener("change", (event) => {
  if (event.target === find) return;
  changed = true;
  show();
  if (event.target.value === "late") form.elements[`m-${event.target.name.slice(2)}`].focus();
});
form.addEventListener("submit", () => {
  changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
find.hidden = false;
find.addEventListener("input", () => {
  const words = find.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
});
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
show();
