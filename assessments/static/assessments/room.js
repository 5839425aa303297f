// The table of the room is renewed every ten seconds, unless somebody is just typing in it.
const EVERY = 10000;
const seats = document.getElementById("seats");

const renew = async () => {
  const busy = seats.contains(document.activeElement) && document.activeElement !== document.body;
  const opened = seats.querySelector("details[open]");
  if (!busy && !opened && document.visibilityState === "visible") {
    try {
      const reply = await fetch(seats.dataset.part, { redirect: "manual" });
      if (reply.ok) seats.innerHTML = await reply.text();
    } catch {
      // no link: the next round
    }
  }
  setTimeout(renew, EVERY);
};
setTimeout(renew, EVERY);
