// The explanation of a term over the text: fetched once and kept. Esc, or a press beside it, closes it.

const kept = new Map();
const article = document.querySelector("article");
const box = document.createElement("div");
let opener = null;
let asked = null;

box.popover = "auto";
box.className = "term-box no-print";
box.tabIndex = -1;
box.setAttribute("role", "dialog");
box.addEventListener("toggle", (event) => {
  const lost = document.activeElement === document.body || box.contains(document.activeElement);
  if (event.newState === "closed" && lost) opener?.focus({ preventScroll: true });
});
article.append(box);

async function words(address) {
  if (!kept.has(address)) {
    const answer = await fetch(`${address}?part=1`);
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    kept.set(address, await answer.text());
  }
  return kept.get(address);
}

function place(link) {
  const gap = 8;
  const at = link.getClientRects()[0];
  const { offsetWidth: width, offsetHeight: height } = box;
  const room = document.documentElement.clientWidth - width - gap;
  const start = getComputedStyle(article).direction === "rtl" ? at.right - width : at.left;
  const above = at.bottom + gap + height > window.innerHeight && at.top > height + gap;
  const top = above ? at.top - gap - height : at.bottom + gap;
  box.style.left = `${Math.max(gap, Math.min(start, room)) + window.scrollX}px`;
  box.style.top = `${top + window.scrollY}px`;
}

export async function show(link) {
  asked = link;
  const text = await words(link.href).catch((error) => {
    if (asked === link) throw error;
  });
  if (asked !== link) return; // another term was pressed while this one was on its way
  if (box.matches(":popover-open")) box.hidePopover();
  opener = link;
  box.innerHTML = text;
  box.setAttribute("aria-label", link.textContent);
  box.showPopover();
  place(link);
  box.focus({ preventScroll: true });
}
