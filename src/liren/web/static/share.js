// [data-share="id"] hands the text of an element to the phone's own share sheet, [data-copy="id"] to the clipboard.
const text = (id) => document.getElementById(id).textContent.trim();

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ text: text(button.dataset.share) }).catch(() => {}));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text(button.dataset.copy));
    button.querySelector("span").textContent = button.dataset.done;
  });
}
