// What the desk's page is made of, and its one voice for those who do not see it.

export const list = document.querySelector<HTMLElement>("[data-list]");
export const pane = document.querySelector<HTMLElement>("[data-detail]");
export const help = document.querySelector<HTMLDialogElement>("[data-help]");
export const palette = document.querySelector<HTMLDialogElement>("[data-palette]");
const says = document.querySelector<HTMLElement>("[data-says]");

export function tell(words: string): void {
  if (says) says.textContent = words;
}

/** Room for list and case side by side. */
export function wide(): boolean {
  return matchMedia("(width >= 1180px)").matches;
}
