// The desk by keyboard: moves through the list, puts every act on a key, fetches the chosen case and the next fifty,
// and opens the palette. Everything it does is also a link or a form of the page.
import "./desk/keys";
import { help, list, pane, wide } from "./desk/page";
import { open } from "./desk/palette";
import { choose, count, current, more, rows, watch } from "./desk/rows";

list?.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const row = target.closest<HTMLAnchorElement>("a.row[data-case]");
  if (row && wide()) {
    event.preventDefault();
    const again = event.detail === 0 && row.getAttribute("aria-current") === "true";
    void (again ? pane?.focus() : choose(rows().indexOf(row)));
  } else if (target.closest("[data-more] a")) {
    event.preventDefault();
    void more();
  }
});
list?.addEventListener("change", count);
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) if (!menu.contains(event.target as Node)) menu.open = false;
});

/** A case chosen on the map is chosen in the list; one behind the rows that are here opens with its own address. */
document.addEventListener("liren:select", (event) => {
  const { id, from } = (event as CustomEvent<{ id: string; from?: string }>).detail;
  if (from !== "map") return;
  const at = rows().findIndex((row) => row.dataset.case === id);
  if (at >= 0) void choose(at);
  else location.assign(`?${list?.dataset.query ?? ""}&case=${id}`);
});
document.querySelector("[data-palette-open]")?.addEventListener("click", (event) => {
  event.preventDefault();
  open();
});
document.querySelector("[data-help-open]")?.addEventListener("click", () => help?.showModal());
for (const one of document.querySelectorAll<HTMLElement>("[data-keyed]")) one.hidden = false;
watch();
if (!location.hash && wide()) rows()[current()]?.focus();
