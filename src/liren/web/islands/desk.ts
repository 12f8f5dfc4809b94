// The desk by keyboard: moves through the list, puts every act on a key, fetches the chosen case and the next fifty,
// and opens the palette. Everything it does is also a link or a form of the page; no letter fires while one types.

const list = document.querySelector<HTMLElement>("[data-list]");
const pane = document.querySelector<HTMLElement>("[data-detail]");
const says = document.querySelector<HTMLElement>("[data-says]");
const help = document.querySelector<HTMLDialogElement>("[data-help]");
const palette = document.querySelector<HTMLDialogElement>("[data-palette]");

const WAIT = 120;
const REST = 90; // milliseconds on one row before its case is fetched: a key held down asks for the last one only
const MOST = 500; // rows of one page; a browser looks at every link when the address changes, so that more of them are felt
let asked: AbortController | undefined;
let resting = 0;
let showing: Promise<void> = Promise.resolve();
let fetching = false;

function tell(words: string): void {
  if (says) says.textContent = words;
}

function rows(): HTMLAnchorElement[] {
  return [...(list?.querySelectorAll<HTMLAnchorElement>("a.row[data-case]") ?? [])];
}

function current(): number {
  const row = list?.querySelector<HTMLAnchorElement>('a.row[data-case][aria-current="true"]');
  return row ? rows().indexOf(row) : -1;
}

/** The chosen row is marked, comes into view and takes the focus; its case is shown without losing the list. */
async function choose(at: number): Promise<void> {
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
async function more(): Promise<boolean> {
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
const near = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting) && !full()) void more(); }, { root: matchMedia("(width >= 1180px)").matches ? list : null, rootMargin: "600px" });

function watch(): void {
  near.disconnect();
  const foot = list?.querySelector("[data-more]");
  if (foot) near.observe(foot);
}

/** N: what is new, by the bar over the list; a word when there is nothing. */
function fresh(): void {
  const bar = list?.querySelector<HTMLElement>("[data-newbar]");
  if (bar && !bar.hidden) bar.click();
  else tell(list?.dataset.calm ?? "");
}

async function step(by: number): Promise<void> {
  const at = current() + by;
  if (at >= rows().length && !(await more())) return;
  await choose(Math.max(0, at));
}

function firstEmpty(form: HTMLFormElement): HTMLElement | undefined {
  const fields = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("select, textarea, input:not([type=hidden], [type=file])")];
  return fields.find((field) => !field.value);
}

/** One letter, one act: a form is opened at its first field; a button takes two presses, because some acts cannot be undone. */
function act(letter: string): boolean {
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

function tick(): void {
  const row = rows()[current()];
  const box = row?.parentElement?.querySelector<HTMLInputElement>("[name=pick]");
  if (!box) return;
  box.checked = !box.checked;
  count();
}

function count(): void {
  const words = list?.querySelector<HTMLElement>("[data-picked]");
  const n = list?.querySelectorAll("[name=pick]:checked").length ?? 0;
  if (words) words.textContent = words.textContent?.replace(/ \d+$/, "") + ` ${n}`;
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
    const mine = showing; // an act is of the chosen case, never of the one that still stands there
    void mine.then(() => mine === showing && act(letter));
  }
});

list?.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const row = target.closest<HTMLAnchorElement>("a.row[data-case]");
  if (row && matchMedia("(width >= 1180px)").matches) {
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

// ---- the palette ---------------------------------------------------------------------------------------------------

interface Hit { group: string; label: string; href: string; note: string }

const found = document.getElementById("palette-found");
const box = document.getElementById("palette-q") as HTMLInputElement | null;
let hits: Hit[] = [];
let picked = 0;
let timer = 0;
let asking: AbortController | undefined;

function open(): void {
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
if (!location.hash && matchMedia("(width >= 1180px)").matches) rows()[current()]?.focus();
