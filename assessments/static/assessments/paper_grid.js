// The grid of paper sheets: 0, 1, 2 fill a cell and go on, arrows move, Enter goes to the next line. Works without.
const form = document.querySelector("[data-paper-grid]");
const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("[data-cell]")]);
const digit = (text) => text.replace(/[٠-٩۰-۹]/g, (one) => one.charCodeAt(0) & 15).replace(/[^012]/g, "").slice(-1);
const place = (cell) => {
  const row = rows.findIndex((cells) => cells.includes(cell));
  return [row, rows[row].indexOf(cell)];
};
const go = (row, column) => {
  const cell = rows[row]?.[column];
  if (!cell) return;
  cell.focus();
  cell.select();
};
form.addEventListener("input", ({ target }) => {
  if (!("cell" in target.dataset)) return;
  target.value = digit(target.value);
  const [row, column] = place(target);
  if (target.value) column + 1 < rows[row].length ? go(row, column + 1) : go(row + 1, 0);
});
form.addEventListener("keydown", (event) => {
  if (!("cell" in event.target.dataset)) return;
  const [row, column] = place(event.target);
  const right = getComputedStyle(form).direction === "rtl" ? -1 : 1;
  const moves = { ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowRight: [row, column + right], ArrowLeft: [row, column - right], Enter: [row + 1, 0] };
  const to = moves[event.key];
  if (!to) return;
  event.preventDefault();
  go(...to);
});
form.dataset.ready = "";
