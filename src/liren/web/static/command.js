// The command board keeps itself as things are: it asks for its parts again when an alarm or a case moves (live.js), after a
// lost line, and every half minute. What is new is said once; what somebody else has done is marked before it goes.
const main = document.querySelector("[data-now]");
const figure = document.querySelector('[data-map="layers"]');
const fresh = document.querySelector("[data-fresh]");
const wall = document.documentElement.dataset.mode === "wall";
const part = (from, name) => from.querySelector(`[data-part="${name}"]`);
const groups = (from) => new Map([...from.querySelectorAll("[data-group]")].map((one) => [one.dataset.group, one]));
const HALF_MINUTE = 30000, SOON = 60, LEAVES = 8000;
const CLOSELY = { alarms: 400, cases: 3000 }; // milliseconds between two questions, so that a busy county asks no more often
let asking = false, again = false, timer = 0, last = 0, due = Infinity;

function soon(feed = "alarms") {
  const at = Math.max(Date.now() + SOON, last + CLOSELY[feed]);
  if (at >= due) return;
  clearTimeout(timer);
  due = at;
  timer = setTimeout(ask, at - Date.now());
}

async function ask() {
  if (asking) { again = true; due = Infinity; return; }
  asking = true;
  due = Infinity;
  last = Date.now();
  try {
    const answer = await fetch(`${main.dataset.now}?${main.dataset.query}`, { headers: { accept: "text/html" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 404) location.reload(); // signed out, or no right any more
    if (!answer.ok) throw new Error(String(answer.status));
    take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    stands(true);
  } catch { stands(false); }
  asking = false;
  if (again) { again = false; soon(); }
}

function stands(well) {
  fresh.classList.toggle("c-late", !well);
  const words = fresh.querySelector("[data-fresh-words]");
  words.dataset.live ||= words.textContent;
  words.textContent = well ? words.dataset.live : fresh.dataset.lost;
}

function take(told) {
  const clock = told.querySelector("body > [data-clock]").textContent;
  for (const one of document.querySelectorAll("[data-clock]")) one.textContent = clock;
  for (const name of ["cards", "lists"]) {
    const here = part(main, name), there = part(told, name);
    if (here && there && !here.contains(document.activeElement)) here.replaceChildren(...there.childNodes);
  }
  strip(part(main, "strip"), part(told, "strip"));
  figure?.dispatchEvent(new CustomEvent("liren:reload", { detail: { layers: ["alarms", "cases"] } }));
}

/** Lines that stay are made anew in their place, new ones come on top, others go; the focus stays where it is. */
function strip(here, there) {
  const before = groups(here), after = groups(there);
  const added = [...after].filter(([id]) => !before.has(id)).map(([, one]) => one.dataset.said);
  const left = [...before].filter(([id, one]) => !after.has(id) && !one.dataset.left);
  const held = document.activeElement?.closest?.("[data-group]")?.dataset.group;
  const seat = held && before.get(held).contains(document.activeElement) ? document.activeElement.className : "";
  const listener = here.querySelector("[data-live]");
  here.replaceChildren(listener, ...there.childNodes);
  const list = here.querySelector("[data-groups]");
  if (!wall && list?.dataset.acted) for (const [, one] of left) goes(list, one);
  if (held) after.get(held)?.querySelector(seat ? `.${seat.split(" ").join(".")}` : "a")?.focus();
  const said = document.querySelector("[data-announced]");
  if (added.length) said.textContent = added.slice(0, 3).join("。");
  document.dispatchEvent(new CustomEvent("liren:ringing", { detail: Number(list?.dataset.ringing ?? 0) }));
}

function goes(list, line) {
  line.dataset.left = "1";
  line.classList.remove("alarm-rings");
  line.querySelector(".alarm-state").textContent = list.dataset.acted;
  line.querySelector(".alarm-do")?.remove();
  list.append(line);
  setTimeout(() => line.remove(), LEAVES);
}

const form = document.querySelector("form[data-layers]");
form?.addEventListener("change", () => {
  const on = [...form.querySelectorAll("input:checked")].map((one) => one.value);
  const asked = new URLSearchParams(main.dataset.query);
  asked.delete("layers");
  for (const layer of on.length ? on : [""]) asked.append("layers", layer);
  main.dataset.query = String(asked);
  history.replaceState(null, "", `?${asked}`);
  for (const kept of document.querySelectorAll("[data-layer-kept]")) kept.disabled = !on.includes(kept.value);
  figure?.dispatchEvent(new CustomEvent("liren:layers", { detail: on }));
  void ask();
});

document.addEventListener("liren:live", ({ detail }) => soon(detail.some(({ feed }) => feed === "alarms") ? "alarms" : "cases"));
document.addEventListener("liren:resync", () => soon());
document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
setInterval(() => { if (!document.hidden || wall) soon(); }, HALF_MINUTE);
setInterval(() => figure?.dispatchEvent(new CustomEvent("liren:reload", { detail: { layers: ["devices", "keepers"] } })), 2 * HALF_MINUTE);
