/* Renews the code on the wall without loading the page; without this script the page renews itself. */
const place = document.querySelector("[data-code]");
const stopped = document.querySelector("[data-stopped]");

async function renew() {
  try {
    const answer = await fetch("?part=1", { cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    place.innerHTML = await answer.text();
    stopped.hidden = true;
    wait();
  } catch {
    stopped.hidden = false;
    setTimeout(renew, 5000);
  }
}

function wait() {
  const seconds = Number(place.querySelector("[data-seconds]")?.dataset.seconds) || 15;
  setTimeout(renew, seconds * 1000);
}

if (place) wait();
