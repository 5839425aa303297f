// Every tap is recorded here at once and sent when there is a link. The form works without.
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
const inputs = (one) => [...one.row.querySelectorAll("input")];
const rowOf = ({ name }) => rows.find(({ key }) => key === name.slice(2));
const digits = (text) => text.trim().replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15);
let [changed, recording] = [false, false];

const show = () => {
  const there = form.querySelectorAll(':is([value="present"], [value="late"]):checked').length;
  count.textContent = `${count.dataset.text}: ${number(there)} / ${number(rows.length)}`;
};
addEventListener("beforeunload", (event) => {
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

// null: not whole.
const entry = (one) => {
  const [status, minutes] = [field(one, "s").value, digits(field(one, "m").value)];
  if (!status) return null;
  const late = status === "late";
  if (late && !(/^\d+$/.test(minutes) && minutes > 0 && minutes <= 360)) return null;
  const excused = !["present", "late", "absent"].includes(status);
  return { status, minutes: late ? +minutes : 0, document: excused ? field(one, "d").value.trim() : "" };
};
const mend = (one, { status, minutes, document }) => {
  one.told = JSON.stringify({ status, minutes, document });
  if (one.tapped) return;
  field(one, "s").value = status;
  [field(one, "m").value, field(one, "d").value] = [minutes || "", document];
};
// A tap before this script counts; what the browser put back may be old.
const look = () => {
  const other = (input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue;
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") for (const one of rows) one.tapped ||= inputs(one).some(other);
  else if (!changed) form.reset();
};

const start = async () => {
  const sign = document.getElementById("unsent");
  await import(sign.dataset.outbox);
  const box = globalThis.outboxOf(sign.dataset.person);
  await box.db;
  const seen = { signed: false, late: false, wrong: "", outcomes: new Set() };
  const base = (one) => one.row.dataset.b ?? null;
  const record = (one) => {
    const [mark, before] = [entry(one), one.told];
    if (!mark || JSON.stringify(mark) === before) return undefined;
    one.told = JSON.stringify(mark);
    one.row.classList.remove("bad");
    if (!form.querySelector("li.bad")) seen.wrong = "";
    const payload = { enrolment: one.row.dataset.e, ...mark, base: base(one) };
    return box.record("attendance.mark", words.session, payload, `${words.label} · \u2066${one.key}\u2069`).catch((error) => {
      one.told = before;
      throw error;
    });
  };
  const tell = async () => {
    const waiting = (await box.all("items")).filter(({ subject }) => subject === words.session).length;
    const lines = seen.wrong ? [seen.wrong] : [];
    seen.late &&= waiting > 0;
    // Not while a tap is on its way: the rows would jump under the finger.
    if (waiting && (seen.late || !["", "sent"].includes(box.state))) lines.push(`${seen.signed ? words.signed : words.stored} ${words.unsent}: ${number(waiting)}`);
    if (waiting && box.state === "login") lines.push(words.login);
    if (seen.outcomes.has("refused")) lines.push(words.refused);
    if (seen.outcomes.has("conflict")) lines.push(words.conflict);
    said.classList.toggle("notice--warn", !!(seen.wrong || waiting || seen.outcomes.size));
    said.hidden = !lines.length;
    said.innerText = lines.join("\n");
  };
  // Not on this page yet: not sent, or sent after the page was made (server's clock).
  const made = Date.parse(words.at);
  const items = await box.all("items"); // first: what is sent meanwhile is in both
  const newer = (await box.all("sent")).filter(({ now, outcome }) => Date.parse(now) > made && outcome !== "refused");
  const own = [...newer, ...items].filter(({ subject }) => subject === words.session);
  look();
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
  const change = async (one) => {
    if (one && (await record(one))) box.flush();
  };
  form.addEventListener("change", ({ target }) => change(rowOf(target)));
  const save = async () => {
    const bad = rows.filter((one) => !entry(one));
    for (const one of rows) one.row.classList.toggle("bad", bad.includes(one));
    seen.wrong = bad.length ? words[field(bad[0], "s").value ? "minutes" : "choose"] : "";
    if (bad.length) {
      await tell();
      return (field(bad[0], "s").value ? field(bad[0], "m") : inputs(bad[0])[0]).focus();
    }
    // Also what the senior prepared and nobody tapped: nothing stands for it yet.
    for (const one of rows) if (one.tapped || (!one.told && !base(one) && entry(one).status !== "present")) await record(one);
    const rest = rows.filter((one) => !one.told && entry(one).status === "present");
    const payload = { rest: rest.map((one) => [one.row.dataset.e, base(one)]), taught: form.elements.taught.value.trim() };
    changed = false;
    await box.record("attendance.roll", words.session, payload, words.label);
    seen.signed = true;
    const state = await Promise.race([box.flush(), new Promise((late) => setTimeout(late, 8000, "later"))]);
    if (state === "sent" && !changed && !seen.outcomes.has("refused")) return location.replace(location.pathname);
    seen.late = state !== "sent";
    await tell();
    return said.scrollIntoView({ block: "center" });
  };
  let saving = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving) return;
    saving = true;
    clearTimeout(typing);
    await save().catch(() => {
      changed = false; // the browser keeps nothing more
      form.submit();
    });
    saving = false;
  });
  box.addEventListener("receipts", ({ detail }) => {
    for (const { outcome } of detail) if (outcome !== "done") seen.outcomes.add(outcome);
  });
  box.addEventListener("change", tell);
  recording = true;
  for (const one of rows) if (one.tapped) change(one);
  await tell();
};
form.addEventListener("change", ({ target }) => {
  if (target === find) return;
  changed = true;
  (rowOf(target) ?? {}).tapped = true;
  show();
  if (target.value === "late") form.elements[`m-${target.name.slice(2)}`].focus();
});
form.addEventListener("submit", () => (changed &&= recording)); // the form is sent as it is
await start().catch(() => {}); // the browser keeps nothing
show();
// Phones do without, until one is pressed.
const keys = () => import(words.keys).catch(() => {});
if (matchMedia("(any-pointer: fine)").matches) await keys();
else addEventListener("keydown", keys, { once: true });
form.dataset.ready = "";
