// Keep the coming days on this device: at once when the button is pressed, and by itself after a visit with a link.
const place = document.querySelector("[data-keep]");
const sign = document.getElementById("unsent");
const [text, button] = [place.querySelector("[data-text]"), place.querySelector("button")];
const end = (name) => {
  text.textContent = "";
  for (const one of ["kept", "failed"]) place.querySelector(`[data-${one}]`).hidden = one !== name;
};
const number = (value) => value.toLocaleString(document.documentElement.lang);

const run = async () => {
  button.disabled = true;
  delete place.dataset.done;
  end("");
  try {
    const { keep } = await import(place.dataset.keep);
    const answer = await fetch(place.dataset.pack, { redirect: "error" });
    const { pages } = await answer.json();
    await keep(sign.dataset.person, pages, (done, all) => (text.textContent = `${number(done)} / ${number(all)}`), place.dataset.part);
    // Without the service worker nothing is shown when there is no link.
    await Promise.race([navigator.serviceWorker.ready, new Promise((_, late) => setTimeout(late, 30000))]);
    end("kept");
    place.dataset.done = "";
  } catch {
    end("failed");
  }
  button.disabled = false;
};
if (sign && self.caches && navigator.serviceWorker) {
  place.hidden = false;
  button.addEventListener("click", run);
  await run();
}
