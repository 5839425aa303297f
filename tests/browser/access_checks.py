"""What is asked of every page: of axe-core, of our own rules, and of a person who has only a keyboard."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) =>
    `axe ${one.id}: ${node.target.join(" ")} ${node.failureSummary.replaceAll(/\\s+/g, " ").slice(0, 160)}`));
}"""

# What can be reached with the Tab key. Of radio buttons of one name only one is.
CONTROLS = """
const controls = () => {
  const groups = new Set();
  const query = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], " +
    "video[controls], [tabindex='0']";
  return [...document.querySelectorAll(query)].filter((node) => {
    if (node.disabled || node.closest("fieldset:disabled, [inert], [popover]:not(:popover-open)")) return false;
    if (node.tabIndex < 0 || !node.checkVisibility({visibilityProperty: true})) return false;
    if (node.type !== "radio") return true;
    const group = [...document.getElementsByName(node.name)].filter((one) => one.form === node.form);
    const checked = group.find((one) => one.checked);
    if (checked) return node === checked;
    if (groups.has(node.name)) return false;
    groups.add(node.name);
    return true;
  });
};
const named = (node) => `${node.tagName.toLowerCase()}${node.id ? "#" + node.id : ""}.${node.className} ` +
  `${node.name || ""} "${(node.textContent || node.value || "").trim().replace(/\\s+/g, " ").slice(0, 40)}"`;
"""

OWN_RULES = (
    "() => {"
    + CONTROLS
    + """
  const found = [];
  const say = (rule, what) => found.push(`${rule}: ${what}`);
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((node) => {
      if (node.closest(".scroll, .site-nav, .visually-hidden")) return false;
      const box = node.getBoundingClientRect();
      return box.width && (box.right > page.clientWidth + 1 || box.left < -1);
    });
    say("wide", `${page.scrollWidth} of ${page.clientWidth} px: ${wide.slice(-3).map(named).join(" | ")}`);
  }
  for (const node of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!node.checkVisibility()) continue;
    if (!node.labels.length && !node.ariaLabel && !node.getAttribute("aria-labelledby")) say("no label", named(node));
  }
  for (const node of controls()) {
    const boxes = [node, ...(node.labels || [])].map((one) => one.getBoundingClientRect());
    const large = boxes.some((box) => box.width >= 23.5 && box.height >= 23.5);
    const short = getComputedStyle(node).display === "inline" && boxes[0].height >= 23.5;
    if (!large && !short && !node.matches(".skip, .visually-hidden *")) {
      say("small", `${Math.round(boxes[0].width)}×${Math.round(boxes[0].height)} ${named(node)}`);
    }
  }
  // Texts of content carry their own language and direction. Names of people and of languages belong to all languages.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, option, bdi:not([lang]), [dir=auto], .languages, label:has(input)")) continue;
    const text = walker.currentNode.data.replace(/\\u2068[^\\u2069]*\\u2069|Тоҷикӣ|Русский|دری/g, "");
    const lang = parent.closest("[lang]")?.lang || "";
    const way = parent.closest("[dir]")?.dir || "ltr";
    const inline = getComputedStyle(parent).display.startsWith("inline");
    const arabic = (text.match(/[\\u0620-\\u06d5]/g) || []).length;
    const cyrillic = (text.match(/[\\u0400-\\u04ff]/g) || []).length;
    const latin = (text.match(/[a-z]/g) || []).length;
    const dari = arabic > 3 && arabic > cyrillic + latin;
    const russian = cyrillic > 3 && cyrillic > arabic + latin && !/ · D[TAE]/.test(text);
    const right = dari ? lang === "fa-AF" && (way === "rtl" || inline) : true;
    const left = russian ? /^(ru|tg)$/.test(lang) && (way === "ltr" || inline) : true;
    if (!right || !left) say("language", `${lang} ${way} ${text.trim().slice(0, 60)}`);
  }
  return found;
}"""
)

# Remember every control that gets the focus, and what can be seen of it at that moment.
WATCH = (
    "() => {"
    + CONTROLS
    + """
  const style = (node) => {
    const shown = getComputedStyle(node);
    return [shown.outlineStyle, shown.outlineWidth, shown.outlineColor, shown.boxShadow, shown.borderColor,
      shown.backgroundColor, shown.textDecorationLine, shown.insetBlockStart].join();
  };
  const near = (node) => [node, ...(node.labels || []), node.nextElementSibling, node.parentElement].filter(Boolean);
  const rest = new Map(controls().map((node) => [node, near(node).map(style).join()]));
  const seen = new Set();
  window.tabbing = {rest, seen, problems: [], named, near};
  document.addEventListener("focusin", ({target}) => {
    if (seen.has(target)) return;
    seen.add(target);
    if (target.matches("audio, video")) return;
    if (rest.has(target) && near(target).map(style).join() === rest.get(target)) {
      window.tabbing.problems.push(`focus not visible: ${named(target)}`);
    }
  });
  // A date has a place for the day, the month, the year and the calendar, a PDF its own buttons; what scrolls is
  // reached as well.
  const scrolls = [...document.querySelectorAll("body *")].filter((node) =>
    /auto|scroll/.test(getComputedStyle(node).overflowX + getComputedStyle(node).overflowY) &&
    (node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight));
  const parts = document.querySelectorAll("input[type=date], audio, video, input[type=file], iframe").length * 8;
  return rest.size + scrolls.length + parts + 4;
}"""
)
# Is what has the focus seen, and not covered by something that sticks to an edge? Answers whether all were reached.
# The browser scrolls a moment after it has given the focus.
LOOK = """async () => {
  const {rest, seen, problems, named, near} = window.tabbing;
  const node = document.activeElement;
  const inside = (box) => ({
    left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
    top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
  });
  const shown = () => [node, ...(node.labels || [])].map((one) => inside(one.getBoundingClientRect())).some((box) =>
    box.right > box.left && box.bottom > box.top &&
    [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9], [0.1, 0.9], [0.9, 0.1]].some(([x, y]) => {
      const top = document.elementFromPoint(
        box.left + (box.right - box.left) * x, box.top + (box.bottom - box.top) * y);
      return top && (node.contains(top) || top.contains(node) || near(node).includes(top));
    }));
  for (const end = performance.now() + 10000; !shown() && performance.now() < end;) {
    await new Promise(requestAnimationFrame);
  }
  if (!shown()) problems.push(`focus hidden: ${named(node)}`);
  return [...rest.keys()].every((one) => seen.has(one));
}"""
MISSED = (
    "() => {"
    + CONTROLS
    + """
  const missed = [...window.tabbing.rest.keys()].filter((node) => node.isConnected && !window.tabbing.seen.has(node));
  const still = new Set(controls());
  return [...window.tabbing.problems,
    ...missed.filter((node) => still.has(node)).map((node) => `not reached: ${named(node)}`)];
}"""
)


def by_axe(page: Page) -> list[str]:
    """What axe-core finds. The script comes by the debugger's door, so the content security policy stays on."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    return found


def by_our_rules(page: Page) -> list[str]:
    """Too wide, without a label, too small to hit, words that do not carry their own language and direction."""
    found: list[str] = page.evaluate(OWN_RULES)
    if "fa_AF" in page.content():
        found.append("fa_AF stands in the page")
    return found


def by_keyboard(page: Page) -> list[str]:
    """Press Tab until every control must have had the focus: each is reached, seen, and not covered."""
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    presses: int = page.evaluate(WATCH)
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate(LOOK):
            break
    found: list[str] = page.evaluate(MISSED)
    return found
