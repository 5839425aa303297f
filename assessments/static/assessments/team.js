// A team sheet: each member's checklist is one item of the outbox, so that a dead link loses none. Works without.
const form = document.querySelector("[data-team]");
const sign = document.getElementById("unsent");
const said = document.querySelector("[data-said]");
const words = form.dataset;
const members = [...form.querySelectorAll("[data-member]")];
// What somebody chose or typed while this file was on its way: newer than what is kept. On the way back, and where a
// page is loaded anew, it is the browser that fills in.
const early = () => {
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return [];
  const fields = [...form.querySelectorAll("[type=radio]:checked, textarea")];
  const changed = fields.filter((field) => (field.type === "radio" ? !field.defaultChecked : field.value !== field.defaultValue));
  return changed.map((field) => [field, { value: field.value, checked: true }]);
};
const rows = (member) => [...member.querySelectorAll("fieldset")];
const tell = (text, tone) => {
  [said.hidden, said.textContent, said.className] = [false, text, `notice ${tone}`];
  said.scrollIntoView({ block: "center" });
};
const close = (closed) => {
  for (const part of form.querySelectorAll("fieldset, textarea, button")) part.disabled = closed;
  form.classList.toggle("checklist--closed", closed);
};

const start = async () => {
  await import(sign.dataset.outbox);
  const box = globalThis.outboxOf(sign.dataset.person);
  await box.db;
  const reasons = JSON.parse(words.reasons);
  const handed = async () => {
    const own = ({ kind, payload }) => kind === "assessments.observation" && payload.team === words.team;
    const waiting = (await box.all("items")).filter(own); // first: what is sent just then is found in the other list too
    const newest = new Map(); // of each member: what was refused before does not count any more
    for (const item of (await box.all("sent")).filter(own).sort((a, b) => a.seq - b.seq)) newest.set(item.subject, item);
    return { waiting, sent: [...newest.values()] };
  };
  const show = async () => {
    const { waiting, sent } = await handed();
    if (!waiting.length && !sent.length) return;
    const bad = sent.filter(({ outcome }) => outcome !== "done");
    if (waiting.length) close(true);
    if (waiting.length && ["later", "login"].includes(box.state)) tell(box.state === "login" ? words.login : words.handed, "notice--warn");
    else if (!waiting.length && bad.length) {
      close(false);
      tell([...new Set(bad.map(({ said: why }) => reasons[why?.reason] ?? words.refused))].join(" "), "notice--bad");
    } else if (!waiting.length) location.replace(location.pathname);
  };
  const subjectOf = (member) => `${words.code}/${member.dataset.member}`;
  const marked = (member) => rows(member).map((row) => { const chosen = row.querySelector("input:checked"); return chosen ? +chosen.value : null; });
  // What was marked here and is not on this page yet: not sent, or sent after the page was made (server's clock).
  const made = Date.parse(words.at);
  const unsent = await box.all("items");
  const newer = (await box.all("sent")).filter(({ now, outcome }) => Date.parse(now) > made && outcome !== "refused");
  const quick = early();
  const own = [...newer, ...unsent].filter(({ kind }) => kind === "assessments.draft").sort((a, b) => a.seq - b.seq);
  for (const { subject, payload } of own) {
    const member = members.find((one) => subjectOf(one) === subject);
    if (!member) continue;
    rows(member).forEach((row, at) => {
      const input = row.querySelector(`input[value="${payload.scores?.[at]}"]`);
      if (input) input.checked = true;
    });
    if (payload.comment) form.elements.comment.value = payload.comment;
  }
  for (const [field, typed] of quick) Object.assign(field, typed);
  const changed = new Set();
  let later;
  const save = async () => {
    clearTimeout(later);
    later = undefined;
    const touched = [...changed];
    changed.clear();
    for (const member of touched) {
      const payload = { scores: marked(member), comment: form.elements.comment.value };
      await box.record("assessments.draft", subjectOf(member), payload, `${words.code} · ${member.dataset.number}`);
    }
    box.flush();
  };
  const note = (target) => {
    const member = target.closest("[data-member]");
    for (const one of member ? [member] : members.filter((each) => each.querySelector("input:checked"))) changed.add(one);
  };
  form.addEventListener("input", ({ target }) => {
    note(target);
    clearTimeout(later);
    later = setTimeout(save, target.type === "radio" ? 300 : 1500);
  });
  addEventListener("visibilitychange", () => document.hidden && later && save());
  form.querySelector("[data-later]")?.remove(); // it is saved all the time
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const open = members.flatMap(rows).filter((row) => !row.querySelector("input:checked"));
    for (const row of members.flatMap(rows)) row.classList.toggle("criterion--bad", open.includes(row));
    if (open.length) {
      tell(words.choose, "notice--bad");
      return open[0].querySelector("input").focus();
    }
    clearTimeout(later);
    later = undefined;
    close(true);
    try {
      for (const member of members) {
        const payload = { version: +words.version, team: words.team, scores: marked(member), comment: form.elements.comment.value };
        await box.record("assessments.observation", subjectOf(member), payload, `${words.code} · ${member.dataset.number}`);
      }
    } catch {
      close(false);
      return form.submit(); // the browser keeps nothing: the form is sent as it is
    }
    box.addEventListener("change", show);
    await Promise.race([box.flush(), new Promise((late) => setTimeout(late, 8000))]);
    return show();
  });
  const { waiting, sent } = await handed();
  if (waiting.length || sent.some(({ now }) => Date.parse(now) > made)) {
    close(true);
    tell(words.handed, "notice--warn");
    box.addEventListener("change", show);
    await show(); // perhaps it was sent meanwhile
  } else if (quick.length) {
    for (const [field] of quick) note(field);
    save();
  }
};
if (form && sign) await start().catch(() => {}); // the browser keeps nothing: the form is sent as it is
if (form) form.dataset.ready = "";
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
