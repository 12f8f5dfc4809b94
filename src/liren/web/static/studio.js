// The studio's map: a building is dragged into a neighbouring part, or moved by keys. Every move is the page's own form
// sent in the background; the page comes back from the server with its figures, so nothing here computes.
const says = (words) => { const box = document.querySelector("[data-studio-says]"); if (box) box.textContent = words; };
const houses = () => [...document.querySelectorAll("[data-house]")];
const partsOf = (house) => house.dataset.to.split(" ").filter(Boolean);
let chosen = null;

async function send(form, fields = {}) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  document.querySelector("#main").setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#main");
  if (!fresh || !page.querySelector("[data-studio]")) { location.reload(); return; }
  document.querySelector("#main").replaceWith(fresh);
  begin();
  const moved = houses().find((house) => house.dataset.house === chosen)?.getAttribute("aria-label") ?? "";
  says(document.querySelector(".err-sum li")?.textContent ?? `${moved}. ${document.querySelector("#parts-list p")?.textContent ?? ""}`);
}

function move(house, part) {
  const form = document.querySelector("[data-studio-form]");
  if (form && part && part !== house.dataset.part) send(form, { building: house.dataset.house, part });
}

function choose(house) {
  for (const other of houses()) { other.setAttribute("tabindex", "-1"); other.classList.remove("p-chosen"); }
  chosen = house.dataset.house;
  house.setAttribute("tabindex", "0");
  house.classList.add("p-chosen");
}

/** The nearest building in the direction of an arrow key. */
function towards(house, dx, dy) {
  const x = +house.dataset.x, y = +house.dataset.y;
  const ahead = houses().filter((h) => (h.dataset.x - x) * dx + (h.dataset.y - y) * dy > 1);
  const far = (h) => Math.hypot(h.dataset.x - x, h.dataset.y - y) * (1 + Math.abs((h.dataset.x - x) * dy - (h.dataset.y - y) * dx) / 40);
  return ahead.sort((a, b) => far(a) - far(b))[0];
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const numbers = () => Object.fromEntries([...document.querySelectorAll("#part option")].map((o) => [o.textContent.trim(), o.value]));
let typed = "";

function key(event) {
  const house = event.target.closest?.("[data-house]");
  if (!house || event.ctrlKey || event.metaKey || event.altKey) return;
  if (ARROWS[event.key]) {
    event.preventDefault();
    const next = towards(house, ...ARROWS[event.key]);
    if (next) { choose(next); next.focus(); }
  } else if (/^\d$/.test(event.key)) {
    // Two digits as on the plate; a single one counts when no longer number begins with it.
    typed = (typed + event.key).slice(-2);
    const part = numbers()[typed.padStart(2, "0")];
    if (part && (typed.length === 2 || !Object.keys(numbers()).some((n) => n.startsWith(typed)))) { typed = ""; move(house, part); }
  } else if (event.key === "z" || event.key === "Z") {
    const back = document.querySelector("[data-studio-back]");
    if (back) send(back);
  }
}

function drag(event) {
  const house = event.target.closest?.("[data-house]");
  if (!house || event.button !== 0) return;
  const svg = house.ownerSVGElement, scale = svg.viewBox.baseVal.width / svg.clientWidth;
  const from = [event.clientX, event.clientY];
  choose(house);
  house.setPointerCapture(event.pointerId);
  const follow = (e) => house.setAttribute("transform", `translate(${(e.clientX - from[0]) * scale} ${(e.clientY - from[1]) * scale})`);
  const drop = (e) => {
    house.removeEventListener("pointermove", follow);
    house.removeAttribute("transform");
    if (Math.hypot(e.clientX - from[0], e.clientY - from[1]) < 6) { house.focus(); return; }
    const under = document.elementsFromPoint(e.clientX, e.clientY).find((el) => el.dataset?.area);
    if (under) move(house, under.dataset.area);
  };
  house.addEventListener("pointermove", follow);
  house.addEventListener("pointerup", drop, { once: true });
  house.addEventListener("pointercancel", () => { house.removeEventListener("pointermove", follow); house.removeAttribute("transform"); }, { once: true });
}

function begin() {
  const svg = document.querySelector("[data-studio]");
  if (!svg) return;
  const labels = Object.fromEntries(Object.entries(numbers()).map(([number, part]) => [part, number]));
  for (const house of houses()) {
    house.setAttribute("tabindex", "-1");
    house.setAttribute("role", "button");
    house.setAttribute("aria-label", `${house.dataset.title}，${labels[house.dataset.part] ?? ""} → ${partsOf(house).map((p) => labels[p]).join(" ")}`);
  }
  const again = houses().find((h) => h.dataset.house === chosen);
  if (again) { choose(again); again.focus({ preventScroll: true }); } else houses()[0]?.setAttribute("tabindex", "0");
  document.querySelector("[data-studio-hint]")?.remove();
  document.querySelector("[data-studio-help]")?.removeAttribute("hidden");
  svg.addEventListener("pointerdown", drag);
  svg.addEventListener("keydown", key);
}

begin();
