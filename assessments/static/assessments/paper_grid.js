// The grid: Enter goes on to the next cell instead of sending, the arrows go up and down a column. Works without.
const form = document.querySelector("[data-grid]");
const cells = form ? [...form.querySelectorAll("[data-column]")] : [];
form?.addEventListener("keydown", (event) => {
  const at = cells.indexOf(event.target);
  if (at < 0) return;
  let next = null;
  if (event.key === "Enter" && !event.shiftKey) next = cells[at + 1] || form.querySelector("button");
  else if (event.target.matches("input") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const column = cells.filter((cell) => cell.dataset.column === event.target.dataset.column);
    next = column[column.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  } else return;
  event.preventDefault();
  next?.focus();
  next?.select?.();
});
let sent = false;
form?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  else setTimeout(() => { sent = false; }, 8000); // the sending may have been stopped
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });
