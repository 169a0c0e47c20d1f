// Closes the envelope in the voter's own browser: HPKE (RFC 9180) with P-256, HKDF-SHA256 and AES-256-GCM.
// The site gets the closed envelope and nothing else.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", P256 = { name: "ECDH", namedCurve: "P-256" };
const bytes = text => new TextEncoder().encode(text);
const join = (...parts) => Uint8Array.from(parts.flatMap(part => [...part]));
const unhex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));

async function mac(key, ...parts) {
  // WebCrypto refuses an empty key; zeros are the same.
  const name = { name: "HMAC", hash: "SHA-256" }, secret = key.length ? key : new Uint8Array(32);
  const imported = await crypto.subtle.importKey("raw", secret, name, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, join(...parts)));
}
const extract = (suite, salt, label, secret) => mac(salt, bytes("HPKE-v1"), suite, bytes(label), secret);
const expand = async (suite, secret, label, info, size) =>
  (await mac(secret, [size >> 8, size & 255], bytes("HPKE-v1"), suite, bytes(label), info, [1])).slice(0, size);

/** An envelope with `text`. `aes`: 128 or 256; `pair`: only for tests, a fresh key is made otherwise. */
export async function seal(publicKey, info, text, { aes = 256, beside = [], pair } = {}) {
  const kem = join(bytes("KEM"), [0, 16]), suite = join(bytes("HPKE"), [0, 16, 0, 1, 0, aes === 128 ? 1 : 2]);
  const fresh = pair ?? await crypto.subtle.generateKey(P256, true, ["deriveBits"]);
  const shown = new Uint8Array(await crypto.subtle.exportKey("raw", fresh.publicKey));
  const theirs = await crypto.subtle.importKey("raw", publicKey, P256, false, []);
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, fresh.privateKey, 256));
  const shared = await expand(kem, await extract(kem, [], "eae_prk", dh), "shared_secret", join(shown, publicKey), 32);
  const context = join([0], await extract(suite, [], "psk_id_hash", []), await extract(suite, [], "info_hash", info));
  const secret = await extract(suite, shared, "secret", []);
  const key = await expand(suite, secret, "key", context, aes / 8), iv = await expand(suite, secret, "base_nonce", context, 12);
  const cipher = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: Uint8Array.from(beside) }, cipher, text);
  return join(shown, new Uint8Array(closed));
}

/** A fresh code of ten characters, with two of the voter's own when they want. */
export function newTracker(own = "") {
  const code = Array.from(crypto.getRandomValues(new Uint8Array(10)), byte => LETTERS[byte & 31]).join("");
  return `${code.slice(0, 5)}-${code.slice(5)}${own ? "-" + own : ""}`;
}

/** The text of a ballot, filled up with spaces to `size` bytes. */
export function ballotText(choices, tracker, size) {
  const text = JSON.stringify({ c: choices, t: tracker });
  if (!/^[\x20-\x7e]*$/.test(text) || text.length > size) throw new RangeError("ballot");
  return bytes(text.padEnd(size));
}

// ---- the page ----
const find = name => document.querySelector(`[data-seal-${name}]`);
const form = document.querySelector("form[data-seal-key]");
if (form && globalThis.crypto?.subtle) {
  const about = form.dataset, check = find("check"), done = find("done"), wrong = find("wrong");
  let ballot = null;
  const show = (part, focus = true) => {
    for (const one of [form, check, done]) one.hidden = one !== part;
    wrong.hidden = true;
    document.title = part.dataset.title;
    if (focus) part.querySelector("h2, [tabindex]")?.focus();
    scrollTo(0, 0);
  };
  const refuse = text => { wrong.hidden = false; wrong.textContent = text; wrong.focus(); };
  const chosen = () => {
    const picked = [...form.querySelectorAll("[name=choices]")].filter(one => one.type === "checkbox" || one.type === "radio" ? one.checked : one.value);
    return picked.map(one => ({ key: one.value, label: one.selectedOptions?.[0]?.text ?? one.labels[0].innerText.split("\n")[0] }));
  };
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const picked = chosen(), keys = picked.map(one => one.key), own = form.elements.own?.value.trim().toUpperCase() ?? "";
    if (new Set(keys).size !== keys.length) return refuse(about.sealTwice);
    if (about.sealOne && keys.length !== 1) return refuse(about.sealOne);
    if (!/^([0-9A-Z]{2})?$/.test(own)) return refuse(about.sealOwn);
    const words = new Map(Object.entries(JSON.parse(about.sealWords || "{}")));
    const tracker = newTracker(own), text = ballotText(keys.map(key => words.get(key) ?? key), tracker, Number(about.sealSize));
    const envelope = await seal(unhex(about.sealKey), unhex(about.sealPoll.replaceAll("-", "")), text);
    ballot = { tracker, envelope: btoa(String.fromCharCode(...envelope)) };
    find("chosen").replaceChildren(...picked.map(one => Object.assign(document.createElement("li"), { textContent: one.label })));
    find("blank").hidden = picked.length > 0;
    for (const place of document.querySelectorAll("[data-seal-code]")) {
      const words = place.dataset.sealCode;
      place.textContent = words ? [...tracker].map(one => words.match(one + "[^ ]*")).join(", ") : tracker;
    }
    show(check);
  });
  find("back").addEventListener("click", () => { ballot = null; show(form); });
  find("send").addEventListener("click", async () => {
    const send = find("send"), body = new FormData();
    for (const name of ["csrf_token", "version", "submission", "voter"]) body.set(name, form.elements[name]?.value ?? "");
    body.set("envelope", ballot.envelope);
    send.disabled = true;
    try {
      const post = () => fetch(about.sealUrl, { method: "POST", body, headers: { Accept: "application/json" } });
      let answer = await post();
      if ([400, 403].includes(answer.status)) {
        // Signed in again: take its token.
        const fresh = /data-seal-key[^]*?"csrf_token" value="(.+?)"/.exec(await (await fetch(location.href)).text());
        if (!fresh) return refuse(about.sealOut);
        body.set("csrf_token", fresh[1]);
        answer = await post();
      }
      if (answer.status === 429 || answer.status > 499) return refuse(about.sealFailed);
      const found = await answer.json();
      if (!answer.ok) return refuse(found.reason);
      const file = new Blob([JSON.stringify({ ...found.receipt, tracker: ballot.tracker }, Object.keys({ ...found.receipt, tracker: "" }).sort()) + "\n"]);
      Object.assign(find("file"), { href: URL.createObjectURL(file), download: "receipt.json" });
      show(done);
    } catch {
      refuse(about.sealFailed);
    } finally { send.disabled = false; }
  });
  find("helpless").hidden = true;
  find("how").hidden = false;
}
