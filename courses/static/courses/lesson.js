// Keeps the place in the text when the language is switched, puts a small "I don't understand this" beside each block,
// shows terms of the glossary over the text and opens answers for printing.

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

const doubts = document.querySelector("a[data-doubts]");
if (doubts) {
  for (const section of sections) {
    const ask = document.createElement("a");
    ask.className = "ask no-print";
    ask.href = `${doubts.href}?block=${encodeURIComponent(section.id)}`;
    ask.textContent = "?";
    ask.title = doubts.textContent;
    const heading = section.querySelector("h2")?.textContent.trim();
    ask.setAttribute("aria-label", heading ? `${doubts.textContent}: ${heading}` : doubts.textContent);
    ask.lang = document.documentElement.lang;
    section.prepend(ask);
  }
}

const glossary = document.querySelector("script[data-terms]")?.dataset.terms;
if (glossary && "popover" in HTMLElement.prototype) {
  for (const link of document.querySelectorAll("article a.term")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      import(glossary).then((part) => part.show(link)).catch(() => location.assign(link.href));
    });
  }
}

window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("article details")) details.open = true;
});
