// Keys on the page of a case: J and K to the next and the last one of the list, U back to it, a letter opens its act.
const keys = new Map([...document.querySelectorAll("[data-key]")].map((place) => [place.dataset.key, place]));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const place = keys.get(event.key.toLowerCase());
  if (!place) return;
  event.preventDefault();
  if (place instanceof HTMLAnchorElement) {
    place.click();
    return;
  }
  if (place instanceof HTMLDetailsElement) place.open = true;
  const first = place.querySelector("input:not([type=hidden]), textarea, select, button");
  (first ?? place).focus();
});
