// The list of people to enrol: search in it and count who is chosen. Without this script the list is whole and works.
const list = document.querySelector("[data-pick-list]");
const count = document.querySelector("[data-pick-count]");
const search = document.querySelector("[data-pick-search]");

const show = () => {
  const chosen = list.querySelectorAll("input:checked").length;
  count.textContent = `${count.dataset.text}: ${chosen.toLocaleString(document.documentElement.lang)}`;
};

if (list) {
  const rows = [...list.querySelectorAll("label")].map((row) => [row, row.textContent.toLocaleLowerCase()]);
  search.hidden = false;
  const field = search.querySelector("input");
  const sift = () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
  };
  field.addEventListener("input", sift);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.addEventListener("change", show);
  show();
  sift(); // whoever comes back finds the field filled by the browser
}
