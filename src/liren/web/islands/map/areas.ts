// A choropleth: two amber steps, a triangle and the figure. The outlines are the tiles' own, of the finest level whose areas can be told apart.
import type { FeatureCollection, Point } from "geojson";
import { type ExpressionSpecification, type GeoJSONSource, LngLatBounds, type LngLatBoundsLike, type Map } from "maplibre-gl";
import { fit, ROOM } from "./controls";
import { ask, type Bounds, type Told, token } from "./frame";
import { seenList } from "./seen";
import { listen, mark, tell } from "./select";
import { LEVELS } from "./style";

interface Area { code: string; step: 0 | 1 | 2; figure: string; title: string; href: string; lon: number | null; lat: number | null }
interface Level { side: number; says: string; areas: Area[] }
interface Answer { steps: string[]; levels: Level[]; bounds?: Bounds }
const SEEN = 26; // pixels across: an area smaller than this has no colour one could make out
const NONE: Level = { side: 0, says: "", areas: [] };

export async function showAreas(map: Map, told: Told): Promise<void> {
  const { figure } = told;
  let answer = await ask<Answer>(figure.dataset.source ?? "");
  const list = seenList(told);
  let level = NONE;
  const layers = [...new Set(answer.levels.map(layerOf))];
  addLayers(map, layers);
  const take = (): void => {
    level = NONE;
    for (const layer of layers) map.removeFeatureState({ source: "areas", sourceLayer: layer });
    for (const one of answer.levels) {
      const sourceLayer = layerOf(one);
      for (const { code, step } of one.areas) map.setFeatureState({ source: "areas", sourceLayer, id: code }, { step, told: true });
    }
  };
  const show = (): void => {
    const now = finest(map, answer.levels);
    if (now === level) return;
    level = now;
    for (const layer of layers) {
      for (const name of ["steps", "steps-edge"]) map.setLayoutProperty(`${name}-${layer}`, "visibility", layer === layerOf(now) ? "visible" : "none");
    }
    map.getSource<GeoJSONSource>("figures")?.setData(figures(now.areas));
    told.says(now.says);
  };
  const seen = (): void => {
    show();
    const bounds = map.getBounds();
    const here = level.areas.filter(({ lon, lat }) => lon !== null && lat !== null && bounds.contains([lon, lat]));
    list.update(here.map(({ code, title, figure: words, href }) => ({ id: code, title, words, href })));
  };
  take();
  legend(told, answer.steps);
  const all = extent(answer);
  if (all) fit(map, all, answer.bounds ? ROOM : 48);
  seen();
  map.on("moveend", seen);
  let chosen: string | null = null;
  const choose = (id: string | null): void => {
    for (const [one, state] of [[chosen, false], [id, true]] as const) {
      const sourceLayer = LEVELS[one?.length ?? 0];
      if (one && sourceLayer) map.setFeatureState({ source: "areas", sourceLayer, id: one }, { chosen: state });
    }
    chosen = id;
  };
  listen(choose);
  const fills = layers.map((layer) => `steps-${layer}`);
  map.on("mousemove", fills, ({ features }) => {
    const code = String(features?.[0]?.id ?? "");
    map.getCanvas().style.cursor = level.areas.some((one) => one.code === code) ? "pointer" : "";
    choose(code);
    mark(code);
  });
  map.on("mouseleave", fills, () => { choose(null); mark(null); });
  map.on("click", fills, ({ features }) => {
    const found = level.areas.find((one) => one.code === features?.[0]?.id);
    if (found) tell(found.code);
    if (found?.href) location.assign(found.href);
  });
  figure.addEventListener("liren:reload", () => {
    void ask<Answer>(figure.dataset.source ?? "").then((again) => { answer = again; take(); seen(); }, () => undefined);
  });
}

const layerOf = ({ areas }: Level): string => LEVELS[areas[0]?.code.length ?? 12] ?? "community";

/** The finest level whose areas are large enough to be seen now, the widest when none is. `side` is in metres. */
function finest(map: Map, levels: Level[]): Level {
  const metres = (78271.5 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** map.getZoom();
  return levels.findLast(({ side }) => side / metres >= SEEN) ?? levels[0] ?? NONE;
}

function addLayers(map: Map, layers: string[]): void {
  const state = (name: string): unknown => ["feature-state", name];
  for (const layer of layers) {
    const of = { source: "areas", "source-layer": layer };
    map.addLayer({
      id: `steps-${layer}`, type: "fill", ...of,
      paint: {
        "fill-color": ["match", ["coalesce", state("step"), 0], 2, token("map-step-2"), 1, token("map-step-1"), token("map-block")] as never,
        "fill-opacity": ["case", ["boolean", state("told"), false], 0.82, 0] as never,
      },
    }, "edge-micro");
    map.addLayer({ id: `steps-edge-${layer}`, type: "line", ...of, paint: { "line-color": token("map-edge"), "line-width": 0.75 } }, "edge-micro");
    map.addLayer({
      id: `steps-chosen-${layer}`, type: "line", ...of,
      paint: { "line-color": token("act"), "line-width": 3, "line-opacity": ["case", ["boolean", state("chosen"), false], 1, 0] as never },
    });
  }
  const named = ["format", ["get", "title"], {}, "\n", {}, ["get", "figure"], {}] as ExpressionSpecification;
  for (const level of ["micro", "grid", "community", "town"]) map.setLayoutProperty(`name-${level}`, "visibility", "none");
  map.addSource("figures", { type: "geojson", data: figures([]) });
  map.addLayer({
    id: "figures", type: "symbol", source: "figures",
    layout: {
      "text-field": ["case", ["==", ["length", ["get", "code"]], 17], ["get", "figure"], named],
      "text-font": ["Regular"], "text-size": 14, "text-max-width": 9, "text-padding": 3,
      "symbol-sort-key": ["-", ["get", "step"]],
      "icon-image": ["case", [">", ["get", "step"], 0], "mark-up", ""], "icon-size": 0.75, "icon-offset": [0, -34], "icon-optional": false, "text-optional": true,
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

function extent({ levels, bounds }: Answer): LngLatBoundsLike | null {
  if (bounds) return bounds;
  const all = new LngLatBounds();
  for (const { lon, lat } of levels.flatMap(({ areas }) => areas)) if (lon !== null && lat !== null) all.extend([lon, lat]);
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
