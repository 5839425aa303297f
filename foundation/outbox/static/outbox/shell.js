// On every page of people who work without a link: how much is not sent, the service worker, and a word before leaving.
const sign = document.getElementById("unsent");
const number = sign.querySelector("b");
await import(sign.dataset.outbox);
const box = globalThis.outboxOf(sign.dataset.person);
const show = async () => {
  const unsent = await box.count();
  number.textContent = unsent.toLocaleString(document.documentElement.lang);
  const badge = sign.querySelector(".badge");
  badge.classList.toggle("badge--warn", unsent > 0);
  badge.classList.toggle("badge--plain", !unsent);
  sign.dataset.state = box.state;
  sign.title = unsent && box.state === "login" ? sign.dataset.login : "";
  sign.hidden = false;
};
box.addEventListener("change", show);
// Whether anything is not sent is asked at the click: the number shown may be a moment old. A storage that does not answer
// keeps nobody from leaving.
const soon = (work) => Promise.race([work, new Promise((done) => setTimeout(done, 2000))]).catch(() => {});
const leave = document.querySelector(`form[action$="/logout/"]`);
let [asked, going] = [false, false];
leave?.addEventListener("submit", async (event) => {
  if (going) return;
  event.preventDefault();
  if (asked) return;
  asked = true;
  const unsent = await soon(box.count());
  if (!unsent || confirm(sign.dataset.leaving)) {
    if ("shared" in sign.dataset) await soon(box.forget()); // what is not sent stays, whoever comes next
    going = true;
    leave.requestSubmit(event.submitter);
    going = false;
  }
  asked = false;
});
await show();
box.start();
// Whatever the service worker fetches waits until the page is there.
const register = () => navigator.serviceWorker?.register("/sw.js").catch(() => {});
const calm = () => (self.requestIdleCallback ? requestIdleCallback(register, { timeout: 2000 }) : setTimeout(register));
if (document.readyState === "complete") calm();
else addEventListener("load", calm);
