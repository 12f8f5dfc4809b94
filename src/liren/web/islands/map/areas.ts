// A choropleth: two amber steps, a triangle and the figure. The outlines are the tiles' own, of the level that the codes have.
import type { FeatureCollection, Point } from "geojson";
import { type ExpressionSpecification, type GeoJSONSource, LngLatBounds, type LngLatBoundsLike, type Map } from "maplibre-gl";
import { fit } from "./controls";
import { ask, type Bounds, type Told, token } from "./frame";
import { seenList } from "./seen";
import { listen, mark, tell } from "./select";
import { LEVELS } from "./style";

interface Area { code: string; step: 0 | 1 | 2; figure: string; title: string; href: string; lon: number | null; lat: number | null }
interface Answer { says: string; steps: string[]; areas: Area[]; bounds?: Bounds }

export async function showAreas(map: Map, told: Told): Promise<void> {
  const { figure } = told;
  let answer = await ask<Answer>(figure.dataset.source ?? "");
  const layer = LEVELS[answer.areas[0]?.code.length ?? 12] ?? "community";
  const list = seenList(told);
  addLayers(map, layer);
  const take = (): void => {
    map.removeFeatureState({ source: "areas", sourceLayer: layer });
    for (const { code, step } of answer.areas) map.setFeatureState({ source: "areas", sourceLayer: layer, id: code }, { step, told: true });
    map.getSource<GeoJSONSource>("figures")?.setData(figures(answer.areas));
    told.says(answer.says);
    legend(told, answer.steps);
  };
  const seen = (): void => {
    const bounds = map.getBounds();
    const here = answer.areas.filter(({ lon, lat }) => lon !== null && lat !== null && bounds.contains([lon, lat]));
    list.update(here.map(({ code, title, figure: words, href }) => ({ id: code, title, words, href })));
  };
  take();
  const all = extent(answer);
  if (all) fit(map, all, answer.bounds ? 16 : 48);
  seen();
  map.on("moveend", seen);
  let chosen: string | null = null;
  const choose = (id: string | null): void => {
    if (chosen) map.setFeatureState({ source: "areas", sourceLayer: layer, id: chosen }, { chosen: false });
    chosen = id;
    if (id) map.setFeatureState({ source: "areas", sourceLayer: layer, id }, { chosen: true });
  };
  listen(choose);
  map.on("mousemove", "steps", ({ features }) => {
    const code = String(features?.[0]?.id ?? "");
    map.getCanvas().style.cursor = answer.areas.some((one) => one.code === code) ? "pointer" : "";
    choose(code);
    mark(code);
  });
  map.on("mouseleave", "steps", () => { choose(null); mark(null); });
  map.on("click", "steps", ({ features }) => {
    const found = answer.areas.find((one) => one.code === features?.[0]?.id);
    if (found) tell(found.code);
    if (found?.href) location.assign(found.href);
  });
  figure.addEventListener("liren:reload", () => {
    void ask<Answer>(figure.dataset.source ?? "").then((again) => { answer = again; take(); seen(); }, () => undefined);
  });
}

function addLayers(map: Map, layer: string): void {
  const state = (name: string): unknown => ["feature-state", name];
  const of = { source: "areas", "source-layer": layer };
  const before = map.getLayer("edge-micro") ? "edge-micro" : undefined;
  map.addLayer({
    id: "steps", type: "fill", ...of,
    paint: {
      "fill-color": ["match", ["coalesce", state("step"), 0], 2, token("map-step-2"), 1, token("map-step-1"), token("map-block")] as never,
      "fill-opacity": ["case", ["boolean", state("told"), false], 0.82, 0] as never,
    },
  }, before);
  map.addLayer({ id: "steps-edge", type: "line", ...of, paint: { "line-color": token("map-edge"), "line-width": 0.75 } }, before);
  map.addLayer({
    id: "steps-chosen", type: "line", ...of,
    paint: { "line-color": token("act"), "line-width": 3, "line-opacity": ["case", ["boolean", state("chosen"), false], 1, 0] as never },
  });
  const named = ["format", ["get", "title"], {}, "\n", {}, ["get", "figure"], {}] as ExpressionSpecification;
  for (const level of ["micro", "grid", "community", "town"]) map.setLayoutProperty(`name-${level}`, "visibility", "none");
  map.addSource("figures", { type: "geojson", data: figures([]) });
  map.addLayer({
    id: "figures", type: "symbol", source: "figures",
    layout: {
      "text-field": layer === "micro" ? ["step", ["zoom"], ["get", "figure"], 14, named] : named,
      "text-font": ["Regular"], "text-size": 14, "text-max-width": 9, "text-padding": 3,
      "symbol-sort-key": ["-", ["get", "step"]],
      "icon-image": ["case", [">", ["get", "step"], 0], "mark-up", ""], "icon-size": 0.75, "icon-offset": [0, -34], "icon-optional": false,
    },
    paint: {
      "text-color": ["case", [">", ["get", "step"], 0], token("soon"), token("map-ink")], "text-halo-color": token("sheet"), "text-halo-width": 2,
    },
  });
}

function figures(areas: Area[]): FeatureCollection<Point> {
  const placed = areas.filter((one) => one.lon !== null && one.lat !== null);
  return {
    type: "FeatureCollection",
    features: placed.map(({ lon, lat, ...told }) => ({
      type: "Feature", geometry: { type: "Point", coordinates: [Number(lon), Number(lat)] }, properties: told,
    })),
  };
}

function extent({ areas, bounds }: Answer): LngLatBoundsLike | null {
  if (bounds) return bounds;
  const all = new LngLatBounds();
  for (const { lon, lat } of areas) if (lon !== null && lat !== null) all.extend([lon, lat]);
  return all.isEmpty() ? null : all;
}

function legend({ figure }: Told, steps: string[]): void {
  if (!steps.length) return;
  const shown = figure.querySelector(".map-legend") ?? document.createElement("p");
  shown.className = "legend map-legend";
  shown.replaceChildren(...steps.map((words, step) => {
    const item = document.createElement("span");
    const swatch = document.createElement("i");
    swatch.className = `sw sw-${step}`;
    item.append(swatch, words);
    return item;
  }).reverse());
  figure.querySelector("[data-view]")?.after(shown);
}
