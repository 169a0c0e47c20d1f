// Keeps what is typed until it has arrived: in this tab, or on this phone, which sends it when there is a line.
const form = document.querySelector("form.keeps-typing");
const here = location.pathname, phone = form?.id === "phone", store = phone ? localStorage : sessionStorage;
const part = (field) => (field.type === "radio" || field.type === "checkbox" ? "checked" : "value");
const nameOf = (field) => (part(field) === "checked" ? `${field.name}=${field.value}` : field.name);
const fields = () => [...form.querySelectorAll("input:not([name=csrf_token]), select, textarea")];

if (!form) {
  for (const store of [sessionStorage, localStorage])
    for (const key of Object.keys(store).filter((one) => one.startsWith("sent "))) {
      store.removeItem(key);
      store.removeItem(`typed ${key.slice(5)}`);
    }
} else {
  const typed = JSON.parse(store.getItem(`typed ${here}`) ?? "{}");
  for (const field of fields()) {
    const kept = typed[nameOf(field)];
    if (kept === undefined || kept === field[part(field)]) continue;
    field[part(field)] = kept;
    document.querySelector("[data-kept]").hidden = false;
  }
  form.addEventListener("input", () => {
    const now = fields().map((field) => [nameOf(field), field[part(field)]]);
    store.setItem(`typed ${here}`, JSON.stringify(Object.fromEntries(now)));
  });
  form.addEventListener("submit", async (event) => {
    if (phone) event.preventDefault();
    try {
      if (phone) await fetch(here, { method: "HEAD" });
      store.setItem(`sent ${here}`, "1");
      if (phone) form.submit();
    } catch {
      document.querySelector("[data-offline]").hidden = false;
      addEventListener("online", () => form.requestSubmit());
    }
  });
}
