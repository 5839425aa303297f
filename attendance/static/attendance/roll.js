// The roll: live count and search; every tap is recorded on this device at once and sent when there is a link.
// Without this script, or where the browser can keep nothing, the form is whole and works.
const form = document.querySelector("[data-roll]");
const said = document.querySelector("[data-said]");
const count = form.querySelector("[data-count]");
const find = form.querySelector("[data-find]");
const words = form.dataset;
const rows = [...form.querySelectorAll("ol > li")].map((row) => ({
  row,
  text: row.querySelector("legend").textContent.toLocaleLowerCase(),
  key: row.querySelector("[name^='m-']").name.slice(2),
  told: "",
}));
const number = (value) => value.toLocaleString(document.documentElement.lang);
const field = (one, letter) => form.elements[`${letter}-${one.key}`];
const digits = (text) => text.trim().replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15);
let changed = false;

const show = () => {
  const there = form.querySelectorAll('input[value="present"]:checked, input[value="late"]:checked').length;
  count.textContent = `${count.dataset.text}: ${number(there)} / ${number(rows.length)}`;
};
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
find.hidden = false;
find.addEventListener("input", () => {
  const parts = find.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  for (const { row, text } of rows) row.hidden = !parts.every((part) => text.includes(part));
});
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

// What the row says, or null while it is not whole (nothing chosen, late without minutes).
const entry = (one) => {
  const [status, minutes] = [field(one, "s").value, digits(field(one, "m").value)];
  if (!status) return null;
  const late = status === "late";
  if (late && !(/^\d{1,3}$/.test(minutes) && +minutes >= 1 && +minutes <= 360)) return null;
  const excused = !["present", "late", "absent"].includes(status);
  return { status, minutes: late ? +minutes : 0, document: excused ? field(one, "d").value.trim() : "" };
};
const mend = (one, { status, minutes, document }) => {
  field(one, "s").value = status;
  [field(one, "m").value, field(one, "d").value] = [minutes || "", document];
  one.told = JSON.stringify({ status, minutes, document });
};

const start = async () => {
  const sign = document.getElementById("unsent");
  await import(sign.dataset.outbox);
  const box = globalThis.outboxOf(sign.dataset.person);
  await box.db;
  const seen = { signed: false, outcomes: new Set() };
  const base = (one) => one.row.dataset.b ?? null;
  const record = (one) => {
    const mark = entry(one);
    if (!mark || JSON.stringify(mark) === one.told) return undefined;
    one.told = JSON.stringify(mark);
    one.row.classList.remove("bad");
    const payload = { enrolment: one.row.dataset.e, ...mark, base: base(one) };
    return box.record("attendance.mark", words.session, payload, `${words.label} · \u2066${one.key}\u2069`);
  };
  const tell = async () => {
    const waiting = (await box.all("items")).filter(({ subject }) => subject === words.session).length;
    const lines = [];
    if (waiting && box.state !== "") lines.push(`${seen.signed ? words.signed : words.stored} ${words.unsent}: ${number(waiting)}`);
    if (waiting && box.state === "login") lines.push(words.login);
    if (seen.outcomes.has("refused")) lines.push(words.refused);
    if (seen.outcomes.has("conflict")) lines.push(words.conflict);
    said.classList.toggle("notice--warn", Boolean(waiting || seen.outcomes.size));
    said.hidden = !lines.length;
    said.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  };
  // What was recorded here and is not on this page yet: not sent, or sent after the page was made (server's clock).
  const made = Date.parse(words.at);
  const newer = (await box.all("sent")).filter(({ now, outcome }) => Date.parse(now) > made && outcome !== "refused");
  const own = [...newer, ...(await box.all("items"))].filter(({ subject }) => subject === words.session);
  for (const { kind, payload, outcome } of own.sort((a, b) => a.seq - b.seq)) {
    if (outcome && outcome !== "done") seen.outcomes.add(outcome);
    const roll = kind === "attendance.roll";
    if (roll) [seen.signed, form.elements.taught.value] = [true, payload.taught];
    const marks = roll ? payload.rest.map(([enrolment]) => ({ enrolment, status: "present", minutes: 0, document: "" })) : [payload];
    for (const mark of marks) {
      const one = rows.find(({ row }) => row.dataset.e === mark.enrolment);
      if (one) mend(one, mark);
    }
  }
  let typing;
  form.addEventListener("input", ({ target }) => {
    if (!target.name?.startsWith("m-")) return;
    clearTimeout(typing);
    typing = setTimeout(() => target.dispatchEvent(new Event("change", { bubbles: true })), 500);
  });
  form.addEventListener("change", async ({ target }) => {
    const one = rows.find(({ key }) => target.name?.slice(2) === key && /^[smd]-/.test(target.name));
    if (one && (await record(one))) box.flush();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const bad = rows.filter((one) => !entry(one));
    for (const one of rows) one.row.classList.toggle("bad", bad.includes(one));
    if (bad.length) {
      const chosen = field(bad[0], "s").value;
      [said.hidden, said.textContent] = [false, chosen ? words.minutes : words.choose];
      said.classList.add("notice--warn");
      return (chosen ? field(bad[0], "m") : bad[0].row.querySelector("input")).focus();
    }
    // What the group senior prepared and nobody tapped is said now: nothing stands for it yet.
    for (const one of rows) if (!one.told && !base(one) && entry(one).status !== "present") await record(one);
    const rest = rows.filter((one) => !one.told && entry(one).status === "present");
    const payload = { rest: rest.map((one) => [one.row.dataset.e, base(one)]), taught: form.elements.taught.value.trim() };
    await box.record("attendance.roll", words.session, payload, words.label);
    [changed, seen.signed] = [false, true];
    const state = await Promise.race([box.flush(), new Promise((late) => setTimeout(late, 8000, "later"))]);
    if (state === "sent" && !seen.outcomes.has("refused")) location.replace(location.pathname);
    else {
      await tell();
      said.scrollIntoView({ block: "center" });
    }
  });
  box.addEventListener("receipts", ({ detail }) => {
    for (const { outcome } of detail) if (outcome !== "done") seen.outcomes.add(outcome);
  });
  box.addEventListener("change", tell);
  await tell();
};
form.addEventListener("change", ({ target }) => {
  if (target === find) return;
  changed = true;
  show();
  if (target.value === "late") form.elements[`m-${target.name.slice(2)}`].focus();
});
try {
  await start();
} catch {
  form.addEventListener("submit", () => (changed = false)); // the browser keeps nothing: the form is sent as it is
}
show();
// Phones do without the keys, until one is pressed.
const keys = () => import(words.keys).catch(() => {});
if (matchMedia("(any-pointer: fine)").matches) await keys();
else addEventListener("keydown", keys, { once: true });
form.dataset.ready = "";
