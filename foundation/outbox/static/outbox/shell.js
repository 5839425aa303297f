// On every page of people who work without a link: how much is not sent, the service worker, and a word before leaving.
const sign = document.getElementById("unsent");
const number = sign.querySelector("b");
await import(sign.dataset.outbox);
const box = globalThis.outboxOf(sign.dataset.person);
let unsent = 0;

const show = async () => {
  unsent = await box.count();
  number.textContent = unsent.toLocaleString(document.documentElement.lang);
  const badge = sign.querySelector(".badge");
  badge.classList.toggle("badge--warn", unsent > 0);
  badge.classList.toggle("badge--plain", !unsent);
  sign.dataset.state = box.state;
  sign.title = unsent && box.state === "login" ? sign.dataset.login : "";
  sign.hidden = false;
};
box.addEventListener("change", show);
// On a shared computer what was sent is not even listed here afterwards; what is not sent stays, whoever comes next.
const forget = async () => {
  const transaction = await box.write("items", "sent");
  const counting = transaction.objectStore("items").count();
  counting.onsuccess = () => counting.result || transaction.objectStore("sent").clear();
  await new Promise((resolve) => (transaction.oncomplete = transaction.onabort = resolve));
};
let forgotten = !("shared" in sign.dataset);
const leave = document.querySelector(`form[action$="/logout/"]`);
leave?.addEventListener("submit", async (event) => {
  if (unsent && !confirm(sign.dataset.leaving)) return event.preventDefault();
  if (forgotten || unsent) return undefined;
  event.preventDefault();
  await forget().catch(() => {});
  forgotten = true;
  return leave.requestSubmit(event.submitter);
});
await show();
box.start();
// Whatever the service worker fetches waits until the page is there.
const register = () => navigator.serviceWorker?.register("/sw.js").catch(() => {});
const calm = () => (self.requestIdleCallback ? requestIdleCallback(register, { timeout: 2000 }) : setTimeout(register));
if (document.readyState === "complete") calm();
else addEventListener("load", calm);
