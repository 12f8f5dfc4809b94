// A form that takes seconds says so: its words appear, its button can't be pressed twice. Without this script the
// browser's own sign of loading is what one sees.
for (const form of document.querySelectorAll("form[data-working]")) {
  form.addEventListener("submit", () => {
    for (const said of form.querySelectorAll("[data-working-said]")) said.hidden = false;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
}
