// Counts the criteria that have a score, and prints. The pages work without it.
const form = document.querySelector("[data-checklist]");
if (form) {
  const place = form.querySelector("[data-count]");
  const numbers = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const total = Number(place.dataset.total);
  const count = () => {
    const done = form.querySelectorAll("[data-criterion] input:checked").length;
    const bdi = document.createElement("bdi");
    bdi.dir = "ltr";
    bdi.textContent = `${numbers.format(done)} / ${numbers.format(total)}`;
    place.replaceChildren(bdi);
  };
  form.addEventListener("change", count);
  form.addEventListener("submit", () => {
    // A second press waits for the first; the hidden id would store it once anyway.
    const button = form.querySelector(".save-bar button");
    setTimeout(() => { button.disabled = true; });
    setTimeout(() => { button.disabled = false; }, 8000);
  });
  const bad = form.querySelector(".criterion--bad");
  if (bad) bad.scrollIntoView({ block: "center" });
  count();
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
