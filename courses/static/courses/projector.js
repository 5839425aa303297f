// Shows one slide at a time; without this file the slides stand below each other. The place is in the address.

const slides = [...document.querySelectorAll(".slide")];
const box = document.querySelector("[data-slides]");
const go = document.querySelector("[data-go]");
const place = document.querySelector("[data-place]");
const rightToLeft = document.documentElement.dir === "rtl";
const digits = new Intl.NumberFormat(document.documentElement.lang === "fa-AF" ? "fa-AF-u-nu-arabext" : "en", { useGrouping: false });
let shown = 0;

function show(number) {
  shown = Math.max(0, Math.min(slides.length - 1, number));
  slides.forEach((slide, index) => slide.classList.toggle("slide--shown", index === shown));
  place.textContent = `${digits.format(shown + 1)} / ${digits.format(slides.length)}`;
  history.replaceState(null, "", `#${slides[shown].id}`);
  window.scrollTo(0, 0);
}

function fromAddress() {
  const found = slides.findIndex((slide) => `#${slide.id}` === location.hash);
  show(found < 0 ? 0 : found);
}

if (box && go && slides.length) {
  box.classList.add("slides--one");
  go.hidden = false;
  for (const button of go.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => show(shown + Number(button.dataset.step)));
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("summary, button, a, audio, video")) {
      if (!["ArrowLeft", "ArrowRight", "PageUp", "PageDown"].includes(event.key)) return;
    }
    const sideways = rightToLeft ? -1 : 1;
    const steps = { ArrowRight: sideways, ArrowLeft: -sideways, PageDown: 1, PageUp: -1, " ": 1 };
    if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else if (event.key in steps) show(shown + steps[event.key]);
    else return;
    event.preventDefault();
  });
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
}
