// Three buttons on the map: nearer, farther, all of it. The arrow keys, + and − do the same on the map itself.
import type { LngLatBoundsLike, Map } from "maplibre-gl";
import type { Told } from "./frame";

export const ROOM = { top: 36, right: 20, bottom: 20, left: 20 }; // a triangle above the northernmost area, and air
type Room = number | typeof ROOM;
const whole = new WeakMap<Map, { bounds: LngLatBoundsLike; padding: Room }>();
const moved = new WeakSet<Map>();
const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function controls(map: Map, { figure, frame }: Told): void {
  if (figure.dataset.lon || figure.dataset.within) moved.add(map);
  if (frame.bounds) whole.set(map, { bounds: frame.bounds, padding: 36 });
  map.on("movestart", ({ originalEvent }) => { if (originalEvent) moved.add(map); });
  map.on("resize", () => { if (!moved.has(map)) again(map); });
  const bar = document.createElement("div");
  bar.className = "map-bar";
  const button = (sign: string, label: string | undefined, act: () => void): void => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label ?? sign);
    made.title = label ?? "";
    made.addEventListener("click", () => { moved.add(map); act(); });
    bar.append(made);
  };
  button("＋", frame.words.in, () => map.zoomIn({ animate: !calm() }));
  button("－", frame.words.out, () => map.zoomOut({ animate: !calm() }));
  button("⤢", frame.words.all, () => { moved.delete(map); again(map); });
  figure.querySelector("[data-view]")?.append(bar);
  if (frame.base) {
    const source = document.createElement("p");
    source.className = "map-source";
    source.textContent = frame.base.says;
    figure.querySelector("[data-view]")?.append(source);
  }
}

/** Show these bounds, and come back to them with the third button, and when the map's box changes before anybody moved it. */
export function fit(map: Map, bounds: LngLatBoundsLike, padding: Room = 36): void {
  whole.set(map, { bounds, padding });
  again(map);
}

function again(map: Map): void {
  const to = whole.get(map);
  if (to) map.fitBounds(to.bounds, { padding: to.padding, maxZoom: 16, animate: false });
}

/** Move there, without a ride for those who asked for none. */
export function go(map: Map, center: [number, number], zoom = map.getZoom()): void {
  moved.add(map);
  map.easeTo({ center, zoom, animate: !calm(), duration: 250 });
}
