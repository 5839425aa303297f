// The table of the room is renewed every ten seconds, unless somebody is just typing in it.
const EVERY = 10000;
const seats = document.getElementById("seats");

const busy = () => seats.contains(document.activeElement) || seats.querySelector("details[open]");

const renew = async () => {
  if (!busy() && document.visibilityState === "visible") {
    try {
      const reply = await fetch(seats.dataset.part, { redirect: "manual", signal: AbortSignal.timeout?.(30000) });
      const table = reply.ok && (await reply.text());
      if (table && !busy()) seats.innerHTML = table; // somebody may have begun while the table was on its way
    } catch {
      // no link: the next round
    }
  }
  setTimeout(renew, EVERY);
};
setTimeout(renew, EVERY);
