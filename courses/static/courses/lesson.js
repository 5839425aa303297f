// Keeps the place in the text when the language is switched, and opens answers for printing.

const sections = [...document.querySelectorAll("article .block[id]")];

function place() {
  let current = "";
  for (const section of sections) {
    if (section.getBoundingClientRect().top > window.innerHeight / 3) break;
    current = section.id;
  }
  return current && window.scrollY > 0 ? `#${current}` : "";
}

for (const link of document.querySelectorAll("a[data-keep-place]")) {
  link.addEventListener("click", () => {
    link.hash = place();
  });
}

const form = document.querySelector("form.languages");
form?.addEventListener("submit", () => {
  const next = form.elements.namedItem("next");
  if (next) next.value = next.value.split("#")[0] + place();
});

window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("article details")) details.open = true;
});
