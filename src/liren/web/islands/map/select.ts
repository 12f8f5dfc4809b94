// One selection for the map and its list: rows carry data-map-item, both sides speak by `liren:select`.
export type Chosen = (id: string | null, move: boolean) => void;

const row = (id: string): HTMLElement | null => document.querySelector(`[data-map-item="${CSS.escape(id)}"]`);

/** Tell the list (and whoever listens) that the map has chosen a thing. */
export function tell(id: string): void {
  document.dispatchEvent(new CustomEvent("liren:select", { detail: { id, from: "map" } }));
}

/** Mark the row of what the map shows under the pointer; null marks none. */
export function mark(id: string | null): void {
  for (const other of document.querySelectorAll("[data-on-map]")) other.removeAttribute("data-on-map");
  if (id) row(id)?.setAttribute("data-on-map", "");
}

/** Hear what the list points at. `move` is true when it was chosen and not only passed over. */
export function listen(chosen: Chosen): void {
  const item = (target: EventTarget | null): string | null =>
    (target instanceof Element ? target.closest<HTMLElement>("[data-map-item]")?.dataset.mapItem : null) ?? null;
  document.addEventListener("pointerover", ({ target }) => chosen(item(target), false));
  document.addEventListener("focusin", ({ target }) => { if (item(target)) chosen(item(target), true); });
  document.addEventListener("liren:select", (event) => {
    const { id, from } = (event as CustomEvent<{ id: string; from?: string }>).detail;
    chosen(id, from !== "map");
    if (from !== "map") return;
    mark(id);
    row(id)?.scrollIntoView({ block: "nearest" });
  });
}
