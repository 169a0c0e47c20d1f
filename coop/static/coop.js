// Only enhances: every page works without this file.
document.getElementById("error-summary")?.focus();

// Ballot: say in words how many hours are left while proposals are ticked.
for (const form of document.querySelectorAll("form[data-budget-minutes]")) {
  const out = form.querySelector("[data-left]");
  if (!out) continue;
  const hours = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const show = () => {
    let minutes = 0;
    for (const box of form.querySelectorAll("input[data-minutes]:checked")) minutes += Number(box.dataset.minutes);
    out.textContent = out.dataset.left.replace("%s", hours.format(minutes / 60));
  };
  form.addEventListener("change", show);
  show();
}
