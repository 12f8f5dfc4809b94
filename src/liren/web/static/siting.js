// 挪一处试试: while the pin or a field moves, the figures and the map follow. Without this script the form's button does the same.
const form = document.querySelector("[data-try]");
const figures = document.querySelector("[data-figures]");
const map = document.querySelector("[data-siting-map]");
let asking = new AbortController();

async function follow() {
  const { lon, lat, move } = form.elements;
  if (!lon.value || !lat.value || !move.value) return;
  const query = new URLSearchParams(new FormData(form));
  asking.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.try}?${query}&part=figures`, { signal: asking.signal });
    if (!answer.ok) return;
    figures.innerHTML = await answer.text();
  } catch { return; }
  history.replaceState(null, "", `?${query}`);
  if (!map) return;
  map.dataset.source = `${form.dataset.tryMap}?${query}`;
  map.dispatchEvent(new CustomEvent("liren:reload"));
}

function put(lon, lat) {
  form.elements.lon.value = lon;
  form.elements.lat.value = lat;
  form.dispatchEvent(new CustomEvent("liren:located"));
  void follow();
}

form?.addEventListener("liren:placed", follow);
form?.addEventListener("change", ({ target }) => {
  const { lon, lat } = target.selectedOptions?.[0]?.dataset ?? {};
  if (target.name === "move" && lon) put(lon, lat);
  else void follow();
});
figures?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-suggest]");
  if (!link) return;
  event.preventDefault();
  form.elements.move.value = "new";
  put(link.dataset.lon, link.dataset.lat);
  form.scrollIntoView({ block: "nearest" });
});
