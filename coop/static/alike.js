// While somebody types what they bring in: what is there already and looks like it. Sending the form looks again.
const said = document.querySelector("[data-alike]");
if (said) {
  const fields = [...document.querySelectorAll("#title, #in_short")];
  let waiting, newest;
  const look = async () => {
    const words = fields.map((field) => field.value.trim()).join(" ").trim();
    if (words === newest) return;
    newest = words;
    try {
      const answer = words && await fetch(`${said.dataset.alike}?${new URLSearchParams({ q: words.slice(0, 400) })}`);
      // What was typed meanwhile is asked after, and its answer is the one that counts.
      if (words === newest && (!answer || answer.ok)) said.innerHTML = answer ? await answer.text() : "";
    } catch {} // No line: the form looks when it is sent.
  };
  for (const field of fields)
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, 600);
    });
}
