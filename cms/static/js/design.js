// Draws the paper anew a moment after something was changed. Without this script the button does the same.
const form = document.querySelector("form.design");
const button = form.querySelector("[data-draw]");
const PAUSE = 900; // milliseconds

let waiting;

function draw() {
  form.requestSubmit(button);
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(draw, PAUSE);
}

form.addEventListener("input", later);
form.addEventListener("change", later);
form.addEventListener("submit", () => clearTimeout(waiting)); // it is drawn now, or kept
draw();
