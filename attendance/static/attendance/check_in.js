/* Renews the code on the wall without loading the page; without this script the page renews itself. */
const place = document.querySelector("[data-code]");
const stopped = document.querySelector("[data-stopped]");
let [timer, asked] = [0, null];

function after(seconds) {
  clearTimeout(timer);
  timer = setTimeout(renew, seconds * 1000);
}

// Of two that are asked the later one counts; a line that says nothing for ten seconds is no line.
async function renew() {
  asked?.abort();
  const mine = (asked = new AbortController());
  clearTimeout(timer);
  const patience = setTimeout(() => mine.abort(), 10000);
  try {
    const answer = await fetch("?part=1", { cache: "no-store", redirect: "error", signal: mine.signal });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (mine !== asked) return;
    place.innerHTML = text;
    stopped.hidden = true;
    wait();
  } catch {
    if (mine !== asked) return;
    stopped.hidden = false;
    after(5);
  } finally {
    clearTimeout(patience);
  }
}

function wait() {
  after(Number(place.querySelector("[data-seconds]")?.dataset.seconds) || 15);
}

if (place) {
  wait();
  // A computer that slept, a page that comes back: the code may be old by now.
  addEventListener("visibilitychange", () => document.hidden || renew());
  addEventListener("pageshow", ({ persisted }) => persisted && renew());
}
