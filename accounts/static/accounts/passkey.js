// A form with data-passkey asks the browser to make a passkey ("create") or to prove with one ("get"): what is asked
// stands in data-options, the answer goes with the form. Without passkeys in the browser the form stays hidden.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const ask = async (kind, said) => {
  const publicKey = { ...said, challenge: bytes(said.challenge) };
  if (kind === "get") return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: known(said.allowCredentials) } });
  const user = { ...said.user, id: bytes(said.user.id) };
  return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials: known(said.excludeCredentials) } });
};
const answer = ({ id, rawId, type, response }) => {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) said[name] = text(response[name]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const field = form.querySelector('[name$="passkey"]');
  const problem = form.querySelector("[data-problem]");
  let asking = false; // a second press would end the first question
  addEventListener("pageshow", ({ persisted }) => persisted && (asking = false)); // back again
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    problem.hidden = true;
    try {
      field.value = answer(await ask(form.dataset.passkey, JSON.parse(form.dataset.options)));
    } catch {
      asking = false;
      problem.hidden = false;
      return;
    }
    form.submit();
  });
}
