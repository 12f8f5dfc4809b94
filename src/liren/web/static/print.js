// [data-print] prints the page; without this script the hint beside it says how.
const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  document.querySelector("[data-print-hint]")?.remove();
  button.addEventListener("click", () => window.print());
}
