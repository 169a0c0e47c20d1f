// Only enhances: every page works without this file.
document.getElementById("error-summary")?.focus();

// Ballot: say in words how many hours or euros are approved while people tick.
for (const form of document.querySelectorAll("form[data-budget-minutes], form[data-budget-cents]")) {
  const out = form.querySelector("[data-left]");
  if (!out) continue;
  const [unit, size] = form.dataset.budgetCents ? ["cents", 100] : ["minutes", 60];
  const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const show = () => {
    let sum = 0;
    for (const box of form.querySelectorAll(`input[data-${unit}]:checked`)) sum += Number(box.dataset[unit]);
    out.textContent = out.dataset.left.replace("%s", words.format(sum / size));
  };
  form.addEventListener("change", show);
  show();
}

// Letter: the code behind # never reaches the site by itself.
const code = document.querySelector(".letter-code [name=code]");
if (code && location.hash.length > 9) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
