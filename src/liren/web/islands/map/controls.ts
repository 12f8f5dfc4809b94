// Three buttons on the map: nearer, farther, all of it. The arrow keys, + and − do the same on the map itself.
import type { LngLatBoundsLike, Map } from "maplibre-gl";
import type { Told } from "./frame";

const whole = new WeakMap<Map, LngLatBoundsLike>();
const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function controls(map: Map, { figure, frame }: Told): void {
  if (frame.bounds) whole.set(map, frame.bounds);
  const bar = document.createElement("div");
  bar.className = "map-bar";
  const button = (sign: string, label: string | undefined, act: () => void): void => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label ?? sign);
    made.title = label ?? "";
    made.addEventListener("click", act);
    bar.append(made);
  };
  button("＋", frame.words.in, () => map.zoomIn({ animate: !calm() }));
  button("－", frame.words.out, () => map.zoomOut({ animate: !calm() }));
  button("⤢", frame.words.all, () => {
    const bounds = whole.get(map);
    if (bounds) fit(map, bounds);
  });
  figure.querySelector("[data-view]")?.append(bar);
  if (frame.base) {
    const source = document.createElement("p");
    source.className = "map-source";
    source.textContent = frame.base.says;
    figure.querySelector("[data-view]")?.append(source);
  }
}

/** Show these bounds, and come back to them with the third button. */
export function fit(map: Map, bounds: LngLatBoundsLike, padding = 36): void {
  whole.set(map, bounds);
  map.fitBounds(bounds, { padding, maxZoom: 16, animate: false });
}

/** Move there, without a ride for those who asked for none. */
export function go(map: Map, center: [number, number], zoom = map.getZoom()): void {
  map.easeTo({ center, zoom, animate: !calm(), duration: 250 });
}
