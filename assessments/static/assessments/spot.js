// A place on a picture: by touch or mouse, or by the arrow keys once the picture has the focus. The two numbers below
// it are the answer; here they are only written.
const STEP = 1; // percent
const FINE = 0.2;

export const spots = (cards, record) => {
  for (const card of cards) {
    const box = card.querySelector("[data-spot]");
    if (!box) continue;
    const drawing = box.querySelector("svg");
    const mark = box.querySelector(".spot__mark");
    const [x, y] = card.querySelectorAll(".spot-numbers input");
    const { width, height } = drawing.viewBox.baseVal;

    const show = () => {
      const seen = x.value !== "" && y.value !== "";
      mark.setAttribute("visibility", seen ? "visible" : "hidden");
      if (seen) mark.setAttribute("transform", `translate(${(x.value / 100) * width} ${(y.value / 100) * height})`);
    };
    const put = (left, top) => {
      const inside = (percent) => Math.min(100, Math.max(0, Math.round(percent * 10) / 10));
      x.value = inside(left);
      y.value = inside(top);
      show();
      record(card);
    };

    drawing.addEventListener("click", (event) => {
      const edges = drawing.getBoundingClientRect();
      box.focus({ preventScroll: true });
      put(((event.clientX - edges.left) / edges.width) * 100, ((event.clientY - edges.top) / edges.height) * 100);
    });
    box.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const step = event.shiftKey ? FINE : STEP;
      const from = x.value === "" ? [50, 50] : [Number(x.value), Number(y.value)];
      put(from[0] + way[0] * step, from[1] + way[1] * step);
    });
    for (const input of [x, y]) input.addEventListener("input", show);
    show();
  }
};
