// Cases as points: the shape says the state, a group the worst of its states and how many.
import type { Feature, FeatureCollection, Point } from "geojson";
import { type GeoJSONSource, LngLatBounds, type Map } from "maplibre-gl";
import { fit, go } from "./controls";
import { ask, fill, type Told, token } from "./frame";
import { STATES } from "./marks";
import { seenList } from "./seen";
import { listen, mark, tell } from "./select";

interface Case { id: string; state: string; title: string; words: string; href: string }
type Cases = FeatureCollection<Point, Case> & { says: string };
const NONE: FeatureCollection = { type: "FeatureCollection", features: [] };

export async function showPoints(map: Map, told: Told): Promise<void> {
  const { figure } = told;
  let address = figure.dataset.source ?? "";
  let cases = await ask<Cases>(address);
  const list = seenList(told);
  addLayers(map);
  const source = map.getSource<GeoJSONSource>("cases");
  const take = (): void => {
    for (const one of cases.features) one.properties.id = String(one.id ?? one.properties.id);
    source?.setData(cases);
    told.says(cases.says);
  };
  const point = (id: string): Feature<Point, Case> | undefined => cases.features.find((one) => one.properties.id === id);
  const choose = (id: string | null, move: boolean): void => {
    const found = id ? point(id) : undefined;
    map.getSource<GeoJSONSource>("chosen")?.setData(found ?? NONE);
    const [lon, lat] = found?.geometry.coordinates ?? [];
    if (move && lon !== undefined && lat !== undefined && !map.getBounds().contains([lon, lat])) go(map, [lon, lat]);
  };
  const seen = (): void => {
    const bounds = map.getBounds();
    const here = cases.features.filter(({ geometry: { coordinates: [lon = 0, lat = 0] } }) => bounds.contains([lon, lat]));
    list.update(here.map(({ properties }) => properties));
  };
  take();
  fitAll(map, cases);
  seen();
  map.on("moveend", seen);
  listen(choose);
  hands(map, told);
  const current = document.querySelector<HTMLElement>('[data-map-item][aria-current="true"]')?.dataset.mapItem;
  if (current) choose(current, false);
  figure.addEventListener("liren:reload", (event) => {
    address = (event as CustomEvent<{ source?: string } | null>).detail?.source ?? address;
    void ask<Cases>(address).then((again) => { cases = again; take(); seen(); }, () => undefined);
  });
}

function fitAll(map: Map, { features }: Cases): void {
  const bounds = new LngLatBounds();
  for (const { geometry: { coordinates: [lon = 0, lat = 0] } } of features) bounds.extend([lon, lat]);
  if (!bounds.isEmpty()) fit(map, bounds);
}

function addLayers(map: Map): void {
  const count = (state: string): unknown => ["+", ["case", ["==", ["get", "state"], state], 1, 0]];
  map.addSource("cases", {
    type: "geojson", data: NONE, cluster: true, clusterRadius: 34, clusterMaxZoom: 16,
    clusterProperties: Object.fromEntries(STATES.map((state) => [state, count(state)])),
  });
  map.addSource("chosen", { type: "geojson", data: NONE });
  const worst = ["case", ...STATES.slice(0, -1).flatMap((state) => [[">", ["get", state], 0], `group-${state}`]), "group-done"];
  const over = { "icon-allow-overlap": true, "icon-ignore-placement": true, "text-allow-overlap": true, "text-ignore-placement": true };
  map.addLayer({
    id: "halo", type: "circle", source: "chosen",
    paint: { "circle-radius": 24, "circle-color": token("act"), "circle-opacity": 0.18, "circle-stroke-color": token("act"), "circle-stroke-width": 2 },
  });
  map.addLayer({
    id: "groups", type: "symbol", source: "cases", filter: ["has", "point_count"],
    layout: {
      "icon-image": worst as never, ...over, "text-field": ["to-string", ["get", "point_count"]], "text-font": ["Bold"], "text-size": 14, "text-offset": [-0.14, 0.14],
    },
    paint: { "text-color": token("ink") },
  });
  map.addLayer({
    id: "cases", type: "symbol", source: "cases", filter: ["!", ["has", "point_count"]],
    layout: { "icon-image": ["concat", "mark-", ["get", "state"]], ...over, "symbol-sort-key": ["match", ["get", "state"], "late", 3, "soon", 2, 1] },
  });
  map.addLayer({
    id: "chosen", type: "symbol", source: "chosen",
    layout: { "icon-image": ["concat", "mark-", ["get", "state"]], "icon-size": 1.3, ...over },
  });
}

/** What pointer and touch do: a group opens, a point is chosen and its row marked. */
function hands(map: Map, { frame, figure }: Told): void {
  const view = figure.querySelector<HTMLElement>("[data-view]");
  const under = (name: string, title: (n: Record<string, unknown>) => string): void => {
    map.on("mousemove", name, ({ features }) => {
      const found = features?.[0]?.properties ?? {};
      map.getCanvas().style.cursor = "pointer";
      if (view) view.title = title(found);
      if (name === "cases") mark(String(found.id));
    });
    map.on("mouseleave", name, () => {
      map.getCanvas().style.cursor = "";
      if (view) view.title = "";
      mark(null);
    });
  };
  under("groups", ({ point_count }) => fill(frame.words.many, Number(point_count)));
  under("cases", ({ title, words }) => `${String(title)} ${String(words ?? "")}`);
  map.on("click", "groups", ({ features }) => {
    const group = features?.[0];
    if (!group) return;
    const at = (group.geometry as Point).coordinates as [number, number];
    void map.getSource<GeoJSONSource>("cases")?.getClusterExpansionZoom(Number(group.properties.cluster_id)).then((zoom) => go(map, at, zoom + 0.5));
  });
  map.on("click", "cases", ({ features }) => {
    const id = features?.[0]?.properties.id as string | undefined;
    if (id) tell(id);
  });
}
