// While one writes: which kind the words seem to be, said under them; and no word is lost when the page is left by mistake.
const words = document.getElementById("words");
const box = document.querySelector("[data-guess]");
const form = words.form;
let waiting = 0;
let sending = false;

async function guess() {
  const told = new FormData();
  told.set("words", words.value);
  told.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(box.dataset.guess, { method: "POST", body: told });
    if (answer.ok) box.innerHTML = await answer.text();
  } catch {
    // Without the line the page is the same; the words decide on the server anyway.
  }
}

words.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(guess, 700);
});
form.addEventListener("submit", () => { sending = true; });
window.addEventListener("beforeunload", (event) => {
  if (!sending && words.value !== words.defaultValue) event.preventDefault();
});
