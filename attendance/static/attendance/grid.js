// The grid: Enter goes on to the next person instead of sending, arrows go up and down. The form works without.
const form = document.querySelector("[data-grid]");
const column = (cell) => [...form.querySelectorAll(`input[data-column="${cell.dataset.column}"]`)];
form.addEventListener("keydown", (event) => {
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.dataset.column) return;
  event.preventDefault();
  const cells = column(event.target);
  const next = cells[cells.indexOf(event.target) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (step > 0) form.querySelector("button").focus();
});
