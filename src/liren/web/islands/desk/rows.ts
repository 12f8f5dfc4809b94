// The rows of the list: which one is chosen, its case beside it, the next fifty, and those that are ticked.
import { list, pane, wide } from "./page";

const REST = 90; // milliseconds on one row before its case is fetched: a key held down asks for the last one only
const MOST = 500; // rows of one page; a browser looks at every link when the address changes, so that more of them are felt
let asked: AbortController | undefined;
let resting = 0;
let fetching = false;
let showing: Promise<void> = Promise.resolve();

/** Resolved when the chosen case stands in its pane: an act is of the chosen case, never of the one that still stands there. */
export function shown(): Promise<void> {
  return showing;
}

export function rows(): HTMLAnchorElement[] {
  return [...(list?.querySelectorAll<HTMLAnchorElement>("a.row[data-case]") ?? [])];
}

export function current(): number {
  const row = list?.querySelector<HTMLAnchorElement>('a.row[data-case][aria-current="true"]');
  return row ? rows().indexOf(row) : -1;
}

/** The chosen row is marked, comes into view and takes the focus; its case is shown without losing the list. */
export async function choose(at: number): Promise<void> {
  const all = rows();
  const row = all[at];
  if (!row) return;
  for (const one of list?.querySelectorAll('a.row[aria-current="true"]') ?? []) one.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  asked?.abort();
  clearTimeout(resting);
  const rested = new Promise((done) => { resting = window.setTimeout(done, REST); });
  await (showing = rested.then(() => show(row, all[at + 1] ?? all[at - 1])));
}

async function show(row: HTMLAnchorElement, next: HTMLAnchorElement | undefined): Promise<void> {
  if (!pane) return;
  const query = new URLSearchParams(new URL(row.href).search);
  const id = row.dataset.case ?? "";
  history.replaceState(null, "", `?${query}`);
  query.delete("case");
  if (next?.dataset.case) query.set("next", next.dataset.case);
  asked = new AbortController();
  try {
    const answer = await fetch(`${pane.dataset.pane}${id}/?${query}`, { signal: asked.signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    pane.innerHTML = await answer.text();
    pane.parentElement?.scrollTo({ top: 0 });
    document.dispatchEvent(new CustomEvent("liren:select", { detail: { id, from: "list" } }));
  } catch (error) {
    if (!(error instanceof DOMException)) location.assign(row.href);
  }
}

/** The next fifty are put below the last row, nothing above moves; from five hundred on they are a page of their own. */
export async function more(): Promise<boolean> {
  const foot = list?.querySelector<HTMLElement>("[data-more]");
  const link = foot?.querySelector("a");
  if (!foot || !link || fetching) return false;
  if (full()) {
    location.assign(link.href);
    return false;
  }
  fetching = true;
  foot.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${list?.dataset.rows}${new URL(link.href).search}`);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    foot.insertAdjacentHTML("afterend", await answer.text());
    foot.remove();
    watch();
    return true;
  } catch {
    location.assign(link.href);
    return false;
  } finally {
    fetching = false;
  }
}

function full(): boolean {
  return rows().length >= MOST;
}

/** The next fifty come by themselves while their button is still out of sight. */
const near = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting) && !full()) void more(); }, { root: wide() ? list : null, rootMargin: "600px" });

export function watch(): void {
  near.disconnect();
  const foot = list?.querySelector("[data-more]");
  if (foot) near.observe(foot);
}

export async function step(by: number): Promise<void> {
  const at = current() + by;
  if (at >= rows().length && !(await more())) return;
  await choose(Math.max(0, at));
}

export function tick(): void {
  const row = rows()[current()];
  const box = row?.parentElement?.querySelector<HTMLInputElement>("[name=pick]");
  if (!box) return;
  box.checked = !box.checked;
  count();
}

export function count(): void {
  const words = list?.querySelector<HTMLElement>("[data-picked]");
  const n = list?.querySelectorAll("[name=pick]:checked").length ?? 0;
  if (words) words.textContent = words.textContent?.replace(/ \d+$/, "") + ` ${n}`;
}
