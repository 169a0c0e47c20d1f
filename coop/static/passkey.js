// Passkeys: the device answers what the site asks. Without this, other ways show.
const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const write = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const keys = (list = []) => list.map((one) => ({ ...one, id: read(one.id) }));

const answer = async (asked) => {
  asked.challenge = read(asked.challenge);
  asked.allowCredentials &&= keys(asked.allowCredentials);
  asked.excludeCredentials &&= keys(asked.excludeCredentials);
  if (asked.user) asked.user.id = read(asked.user.id);
  const made = await navigator.credentials[asked.user ? "create" : "get"]({ publicKey: asked });
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = write(made.response[name]);
  return JSON.stringify({ id: made.id, rawId: made.id, type: made.type, response });
};

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-asked]") : []) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.answer.value = await answer(JSON.parse(form.dataset.asked));
      form.submit();
    } catch {
      form.querySelector("[data-failed]").hidden = false;
    }
  });
}
