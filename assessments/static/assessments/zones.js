// Right places on the picture of a question: drawn with mouse or finger. The numbers below are what counts; here they are
// only written and shown. A drag fills the place whose numbers were touched last, else the first that is empty.
const SMALLEST = 1; // percent: a tap is no place

const box = document.querySelector("[data-zones]");
const rows = [...document.querySelectorAll("[data-zone]")].map((row) => [...row.querySelectorAll("input")]);
const drawing = box.querySelector("svg");
const group = box.querySelector("[data-boxes]");
let active = null;
let from = null;
let busy = null;
let before = [];

const numbers = (row) => row.map((input) => Number.parseFloat(input.value.replace(",", ".")));

const show = () => {
  group.replaceChildren();
  for (const row of rows) {
    const found = numbers(row);
    if (found.some(Number.isNaN)) continue;
    const place = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    ["x", "y", "width", "height"].forEach((name, at) => place.setAttribute(name, `${found[at]}%`));
    group.append(place);
  }
};

const point = (event) => {
  const edges = drawing.getBoundingClientRect();
  const inside = (part) => Math.min(100, Math.max(0, Math.round(part * 1000) / 10));
  return [inside((event.clientX - edges.left) / edges.width), inside((event.clientY - edges.top) / edges.height)];
};

const put = (to) => {
  const start = from.map((one, at) => Math.min(one, to[at]));
  const size = from.map((one, at) => Math.abs(to[at] - one));
  [...start, ...size].forEach((value, at) => { busy[at].value = String(Math.round(value * 10) / 10); });
  show();
};

box.classList.add("zones--live");
drawing.addEventListener("pointerdown", (event) => {
  busy = active ?? rows.find((row) => row.every((input) => input.value === "")) ?? null;
  if (!busy) return;
  event.preventDefault();
  before = busy.map((input) => input.value);
  drawing.setPointerCapture(event.pointerId);
  from = point(event);
});
drawing.addEventListener("pointermove", (event) => { if (from && busy) put(point(event)); });
drawing.addEventListener("pointerup", (event) => {
  if (!from || !busy) return;
  const to = point(event);
  if (from.every((one, at) => Math.abs(to[at] - one) >= SMALLEST)) put(to);
  else busy.forEach((input, at) => { input.value = before[at]; });
  show();
  from = busy = active = null;
});
drawing.addEventListener("pointercancel", () => { from = busy = null; });
for (const row of rows) {
  for (const input of row) {
    input.addEventListener("focus", () => { active = row; });
    input.addEventListener("input", show);
  }
}
show();
