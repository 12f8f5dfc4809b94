// The acts of the chosen case by their letters.
import { pane, tell } from "./page";

function firstEmpty(form: HTMLFormElement): HTMLElement | undefined {
  const fields = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("select, textarea, input:not([type=hidden], [type=file])")];
  return fields.find((field) => !field.value);
}

/** One letter, one act: a form is opened at its first field; a button takes two presses, because some acts cannot be undone. */
export function act(letter: string): boolean {
  const target = pane?.querySelector<HTMLElement>(`[data-key="${letter}"]`);
  if (target instanceof HTMLButtonElement) {
    const empty = target.form && firstEmpty(target.form);
    if (empty) empty.focus();
    else if (document.activeElement === target) target.click();
    else target.focus();
    return true;
  }
  const fold = pane?.querySelector<HTMLDetailsElement>(`[data-fold="${letter}"]`);
  if (target) {
    target.click();
    return true;
  }
  if (fold) {
    fold.open = true;
    const form = fold.querySelector("form");
    (fold.querySelector<HTMLElement>("select, textarea, input:not([type=hidden])") ?? form?.querySelector("button"))?.focus();
    fold.scrollIntoView({ block: "nearest" });
    return true;
  }
  const barred = pane?.querySelector(`[data-barred="${letter}"]`)?.textContent;
  if (barred) tell(barred);
  return Boolean(barred);
}
