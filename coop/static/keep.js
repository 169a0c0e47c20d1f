// Keeps what is typed in a long form in this tab until it has arrived: a dropped line, an ended session or a reload
// loses nothing. Nothing leaves the device; the tab forgets it when the next page of the task opens, or when it closes.
const form = document.querySelector("form.keeps-typing");
const here = location.pathname;
const isBox = (field) => field.type === "radio" || field.type === "checkbox";
const nameOf = (field) => (isBox(field) ? `${field.name}=${field.value}` : field.name);
const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.tagName !== "BUTTON");

if (!form) {
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith("sent "))) {
    sessionStorage.removeItem(key);
    sessionStorage.removeItem(`typed ${key.slice(5)}`);
  }
} else {
  const typed = JSON.parse(sessionStorage.getItem(`typed ${here}`) ?? "{}");
  for (const field of fields()) {
    const kept = typed[nameOf(field)];
    if (kept === undefined || kept === (isBox(field) ? field.checked : field.value)) continue;
    if (isBox(field)) field.checked = kept;
    else field.value = kept;
    document.querySelector("[data-kept]")?.removeAttribute("hidden");
  }
  form.addEventListener("input", () => {
    const now = fields().map((field) => [nameOf(field), isBox(field) ? field.checked : field.value]);
    sessionStorage.setItem(`typed ${here}`, JSON.stringify(Object.fromEntries(now)));
  });
  form.addEventListener("submit", () => sessionStorage.setItem(`sent ${here}`, "1"));
}
