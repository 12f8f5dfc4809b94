// The palette: one field that finds cases, people, places and the desk's own doors.
import { palette } from "./page";

const WAIT = 120; // milliseconds after the last letter

interface Hit { group: string; label: string; href: string; note: string }

const found = document.getElementById("palette-found");
const box = document.getElementById("palette-q") as HTMLInputElement | null;
let hits: Hit[] = [];
let picked = 0;
let timer = 0;
let asking: AbortController | undefined;

export function open(): void {
  if (!palette || !box) return;
  palette.showModal();
  box.select();
  void look();
}

async function look(): Promise<void> {
  asking?.abort();
  asking = new AbortController();
  try {
    const query = new URLSearchParams({ q: box?.value ?? "" });
    const answer = await fetch(`${palette?.dataset.find}?${query}`, { signal: asking.signal, headers: { Accept: "application/json" } });
    hits = ((await answer.json()) as { hits: Hit[] }).hits;
    picked = 0;
    draw();
  } catch (error) {
    if (!(error instanceof DOMException)) palette?.querySelector("form")?.submit();
  }
}

function draw(): void {
  if (!found || !box) return;
  found.replaceChildren();
  let group = "";
  hits.forEach((hit, n) => {
    if (hit.group !== group) {
      const head = document.createElement("li");
      head.className = "group";
      head.role = "presentation";
      head.textContent = group = hit.group;
      found.append(head);
    }
    const one = document.createElement("li");
    const label = document.createElement("b");
    const note = document.createElement("span");
    one.role = "option";
    one.id = `found-${n}`;
    one.ariaSelected = String(n === picked);
    label.textContent = hit.label;
    note.textContent = hit.note;
    one.append(label, note);
    one.addEventListener("click", () => location.assign(hit.href));
    found.append(one);
  });
  if (hits.length) box.setAttribute("aria-activedescendant", `found-${picked}`);
  else box.removeAttribute("aria-activedescendant");
  const none = palette?.querySelector<HTMLElement>("[data-palette-says]");
  if (none) none.textContent = hits.length ? "" : (none.dataset.none ?? "");
  found.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
}

box?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => void look(), WAIT);
});
box?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && hits.length) {
    event.preventDefault();
    picked = (picked + by + hits.length) % hits.length;
    draw();
  } else if (event.key === "Enter") {
    event.preventDefault();
    clearTimeout(timer);
    const hit = hits[picked];
    if (hit) location.assign(hit.href);
  }
});
