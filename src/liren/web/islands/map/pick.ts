// A place: one pin (place), or the pin stands still in the middle and the map moves under it (pick): thumbs and arrow keys do the same.
import { type Map, Marker } from "maplibre-gl";
import { go } from "./controls";
import { ask, type Told } from "./frame";

const FINE = 15; // from here on a pixel is less than three metres

export function showPlace(map: Map, { figure }: Told): void {
  const { lon, lat } = figure.dataset;
  if (lon && lat) new Marker({ element: pin(""), anchor: "bottom" }).setLngLat([Number(lon), Number(lat)]).addTo(map);
}

export function showPick(map: Map, told: Told): void {
  const { figure, frame } = told;
  const form = figure.closest("form");
  const fields = ["lon", "lat"].map((name) => form?.elements.namedItem(name)) as (HTMLInputElement | null)[];
  const [lon, lat] = fields;
  if (!lon || !lat) return;
  figure.querySelector("[data-view]")?.append(pin("map-pin-still"));
  told.says(frame.words.pick ?? "");
  let asked = 0;
  const name = async (): Promise<void> => {
    const mine = ++asked;
    const address = `${figure.dataset.where}?lon=${lon.value}&lat=${lat.value}`;
    const found = await ask<{ says: string }>(address, "read").catch(() => null);
    if (found && mine === asked) told.says(found.says);
  };
  const settle = (): void => {
    if (map.getZoom() < FINE) {
      told.says(frame.words.nearer ?? "");
      return;
    }
    const { lng, lat: north } = map.getCenter();
    lon.value = lng.toFixed(6);
    lat.value = north.toFixed(6);
    figure.dispatchEvent(new CustomEvent("liren:placed", { bubbles: true }));
    void name();
  };
  let byHand = false;
  map.on("movestart", ({ originalEvent }) => { byHand ||= Boolean(originalEvent); });
  map.on("moveend", () => { if (byHand) { byHand = false; settle(); } });
  map.on("click", ({ lngLat }) => { byHand = true; go(map, [lngLat.lng, lngLat.lat], Math.max(map.getZoom() + 1, FINE)); });
  for (const button of figure.querySelectorAll(".map-bar button")) button.addEventListener("click", () => { byHand = true; }, { capture: true });
  form?.addEventListener("liren:located", () => { go(map, [Number(lon.value), Number(lat.value)], 17); void name(); });
  if (lon.value && lat.value) void name();
}

/** The pin stands in a box of its own: the library moves the box, the stylesheet turns the pin. */
function pin(className: string): HTMLElement {
  const made = document.createElement("span");
  const drop = document.createElement("span");
  made.className = className;
  drop.className = "map-pin";
  made.append(drop);
  made.setAttribute("aria-hidden", "true");
  return made;
}
