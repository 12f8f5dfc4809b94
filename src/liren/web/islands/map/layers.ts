// The map of the command board: alarms, cases, devices and posts in layers of their own, each fetched when it is first shown.
import type { FeatureCollection, Point } from "geojson";
import { type GeoJSONSource, LngLatBounds, type Map } from "maplibre-gl";
import { fit, go } from "./controls";
import { ask, fill, type Told, token } from "./frame";
import { sample } from "./marks";
import { seenList, type Thing } from "./seen";
import { listen, mark } from "./select";

type Row = [id: string, title: string, shape: number, lon: number, lat: number, words?: string, many?: number];
interface Answer { shapes: string[]; labels: string[]; href: string; says: string; rows: Row[] }
interface Kept extends Answer { at: globalThis.Map<string, Row> }
const UPWARDS = ["devices", "keepers", "cases", "alarms"]; // what lies on top is drawn last
const NONE: FeatureCollection<Point> = { type: "FeatureCollection", features: [] };

export async function showLayers(map: Map, told: Told): Promise<void> {
  const { figure } = told;
  const kept = new globalThis.Map<string, Kept>();
  let on = (figure.dataset.layers ?? "").split(" ").filter(Boolean);
  map.addSource("chosen", { type: "geojson", data: NONE });
  map.addLayer({
    id: "halo", type: "circle", source: "chosen",
    paint: { "circle-radius": 24, "circle-color": token("act"), "circle-opacity": 0.18, "circle-stroke-color": token("act"), "circle-stroke-width": 2 },
  });
  for (const name of UPWARDS) hands(map, told, name, () => kept.get(name));
  const load = async (names: string[]): Promise<void> => {
    await Promise.all(names.map(async (name) => {
      const answer = await ask<Answer>((figure.dataset.source ?? "").replace("layer.json", `${name}.json`));
      kept.set(name, { ...answer, at: new globalThis.Map(answer.rows.map((row) => [row[0], row])) });
      if (!map.getSource(name)) addLayer(map, name, answer.shapes);
      map.getSource<GeoJSONSource>(name)?.setData(points(answer));
    }));
  };
  await load(on);
  const list = seenList(told);
  const seen = (): void => {
    const bounds = map.getBounds();
    const shown = [...UPWARDS].reverse().filter((name) => on.includes(name)).flatMap((name) => things(kept.get(name), bounds));
    list.update(shown);
  };
  const show = (): void => {
    for (const name of UPWARDS) {
      for (const layer of [name, `${name}-groups`]) {
        if (map.getLayer(layer)) map.setLayoutProperty(layer, "visibility", on.includes(name) ? "visible" : "none");
      }
    }
    const shown = on.map((name) => kept.get(name)).filter((one) => one !== undefined);
    told.says(shown.map(({ says }) => says).join("；"));
    legend(figure, shown);
    seen();
  };
  fitAll(map, [...kept.values()]);
  show();
  map.on("moveend", seen);
  listen((id, move) => {
    const row = id ? [...kept.values()].map(({ at }) => at.get(id)).find(Boolean) : undefined;
    map.getSource<GeoJSONSource>("chosen")?.setData(row ? point(row) : NONE);
    if (row && move && !map.getBounds().contains([row[3], row[4]])) go(map, [row[3], row[4]]);
  });
  figure.addEventListener("liren:layers", (event) => {
    on = (event as CustomEvent<string[]>).detail;
    figure.dataset.layers = on.join(" ");
    void load(on.filter((name) => !kept.has(name))).then(show, show);
  });
  figure.addEventListener("liren:reload", (event) => {
    const { layers } = (event as CustomEvent<{ layers: string[] }>).detail;
    void load(layers.filter((name) => on.includes(name))).then(show, () => undefined);
  });
}

function point([id, title, shape, lon, lat, words, many]: Row): GeoJSON.Feature<Point> {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { id, title, shape, words: words ?? "", many: many ?? 1 } };
}

const points = ({ rows }: Answer): FeatureCollection<Point> => ({ type: "FeatureCollection", features: rows.map(point) });

function things(layer: Kept | undefined, bounds: LngLatBounds): Thing[] {
  if (!layer) return [];
  return layer.rows.filter((row) => bounds.contains([row[3], row[4]])).map(([id, title, shape, , , words]) => ({
    id, title, words: words ?? layer.labels[shape] ?? "", href: layer.href.replace("{id}", id),
  }));
}

function fitAll(map: Map, layers: Answer[]): void {
  const bounds = new LngLatBounds();
  for (const [, , , lon, lat] of layers.flatMap(({ rows }) => rows)) bounds.extend([lon, lat]);
  if (!bounds.isEmpty()) fit(map, bounds, 48);
}

/** A source that groups what lies close together; a group shows the worst of its shapes (they come worst first) and how many. */
function addLayer(map: Map, name: string, shapes: string[]): void {
  const count = (n: number): unknown => ["+", ["case", ["==", ["get", "shape"], n], 1, 0]];
  map.addSource(name, {
    type: "geojson", data: NONE, cluster: true, clusterRadius: 36, clusterMaxZoom: 16,
    clusterProperties: Object.fromEntries(shapes.map((_, n) => [`s${n}`, count(n)])),
  });
  const worst = shapes.slice(0, -1).flatMap((shape, n) => [[">", ["get", `s${n}`], 0], `group-${shape}`]);
  const last = shapes.at(-1) ?? "";
  const over = { "icon-allow-overlap": true, "icon-ignore-placement": true, "text-allow-overlap": true, "text-ignore-placement": true };
  const above = UPWARDS.slice(UPWARDS.indexOf(name) + 1).find((other) => map.getLayer(other));
  map.addLayer({
    id: name, type: "symbol", source: name, filter: ["!", ["has", "point_count"]],
    layout: {
      "icon-image": ["match", ["get", "shape"], ...shapes.flatMap((shape, n) => [n, `mark-${shape}`]), `mark-${last}`] as never, ...over, "symbol-sort-key": ["-", ["get", "shape"]],
      "text-field": ["case", [">", ["get", "many"], 1], ["to-string", ["get", "many"]], ""], "text-font": ["Bold"], "text-size": 14, "text-offset": [0, 1.3],
    },
    paint: { "text-color": token("ink"), "text-halo-color": token("sheet"), "text-halo-width": 2 },
  }, above);
  map.addLayer({
    id: `${name}-groups`, type: "symbol", source: name, filter: ["has", "point_count"],
    layout: {
      "icon-image": (worst.length ? ["case", ...worst, `group-${last}`] : `group-${last}`) as never, ...over,
      "text-field": ["to-string", ["get", "point_count"]], "text-font": ["Bold"], "text-size": 14, "text-offset": [-0.14, 0.14],
    },
    paint: { "text-color": token("ink") },
  }, above);
}

/** What pointer and touch do: a group opens, a point leads to its page, its line is marked. */
function hands(map: Map, { frame, figure }: Told, name: string, layer: () => Kept | undefined): void {
  const view = figure.querySelector<HTMLElement>("[data-view]");
  const under = (id: string, title: (n: Record<string, unknown>) => string): void => {
    map.on("mousemove", id, ({ features }) => {
      const found = features?.[0]?.properties ?? {};
      map.getCanvas().style.cursor = "pointer";
      if (view) view.title = title(found);
      mark(found.id ? String(found.id) : null);
    });
    map.on("mouseleave", id, () => { map.getCanvas().style.cursor = ""; if (view) view.title = ""; mark(null); });
  };
  under(name, ({ title, words, shape }) => `${String(title)} ${String(words) || (layer()?.labels[Number(shape)] ?? "")}`);
  under(`${name}-groups`, ({ point_count }) => fill(frame.words.here, Number(point_count)));
  map.on("click", `${name}-groups`, ({ features }) => {
    const group = features?.[0];
    if (!group) return;
    const at = (group.geometry as Point).coordinates as [number, number];
    void map.getSource<GeoJSONSource>(name)?.getClusterExpansionZoom(Number(group.properties.cluster_id)).then((zoom) => { go(map, at, zoom + 0.5); });
  });
  map.on("click", name, ({ features }) => {
    const id = features?.[0]?.properties.id as string | undefined;
    if (id && figure.ownerDocument.documentElement.dataset.mode !== "wall") location.assign((layer()?.href ?? "").replace("{id}", id));
  });
}

function legend(figure: HTMLElement, layers: Kept[]): void {
  const shown = figure.querySelector(".map-legend") ?? document.createElement("p");
  shown.className = "legend map-legend";
  shown.replaceChildren(...layers.flatMap(({ shapes, labels, rows }) => shapes.flatMap((shape, n) => {
    if (!rows.some((row) => row[2] === n)) return [];
    const item = document.createElement("span");
    item.append(sample(shape), labels[n] ?? "");
    return [item];
  })));
  figure.querySelector("[data-view]")?.after(shown);
}
