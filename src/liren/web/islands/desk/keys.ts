// One key, one thing: J and K, the letters of the acts, / ? N X B O Z. No letter fires while one types.
import { act } from "./acts";
import { help, list, palette, pane, tell } from "./page";
import { open } from "./palette";
import { current, rows, shown, step, tick } from "./rows";

/** N: what is new, by the bar over the list; a word when there is nothing. */
function fresh(): void {
  const bar = list?.querySelector<HTMLElement>("[data-newbar]");
  if (bar && !bar.hidden) bar.click();
  else tell(list?.dataset.calm ?? "");
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit)$/.test(target.type)));
}

const KEYS: Record<string, () => unknown> = {
  j: () => step(1),
  k: () => step(-1),
  n: fresh,
  x: tick,
  b: () => list?.querySelector<HTMLElement>(".bulk-bar button")?.focus(),
  o: () => pane?.querySelector<HTMLElement>("[data-open]")?.click(),
  z: () => document.querySelector<HTMLElement>("[data-undo]")?.click(),
  "/": () => open(),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || palette?.open || help?.open) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
    return;
  }
  if (command && event.key === "Enter" && event.target instanceof HTMLElement) {
    const form = event.target.closest("form");
    if (form && pane?.contains(form)) form.requestSubmit(pane.querySelector<HTMLButtonElement>(`button[form="${form.id}"]`) ?? form.querySelector<HTMLButtonElement>("button[type=submit]"));
    return;
  }
  if (event.key === "Escape") {
    rows()[Math.max(0, current())]?.focus();
    return;
  }
  if (command || event.altKey || typing(event.target)) return;
  const letter = event.key.toLowerCase();
  const known = KEYS[letter];
  if (known) {
    event.preventDefault();
    tell("");
    void known();
  } else if (/^[edmrw]$/.test(letter)) {
    event.preventDefault();
    const mine = shown();
    void mine.then(() => mine === shown() && act(letter));
  }
});
