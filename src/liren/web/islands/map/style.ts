// How the county's own map looks (looks/README.md "Maps"): paper, not cockpit. Colours are tokens of the stylesheet.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { absolute, type Frame, token } from "./frame";

export const LAST_ZOOM = 15; // of the tiles; nearer ones are drawn from these
export const LEVELS: Record<number, string> = { 6: "county", 9: "town", 12: "community", 15: "grid", 17: "micro" };

const grow = (...stops: number[]): ExpressionSpecification =>
  ["interpolate", ["exponential", 1.6], ["zoom"], ...stops] as unknown as ExpressionSpecification;

/** The whole style; `plain` leaves out what would compete with a choropleth. */
export function style(frame: Frame, plain: boolean): StyleSpecification {
  const land = token("map-land");
  const layers: LayerSpecification[] = [{ id: "land", type: "background", paint: { "background-color": land } }];
  const sources: StyleSpecification["sources"] = {
    areas: { type: "vector", tiles: [absolute(frame.tiles.areas)], minzoom: 7, maxzoom: LAST_ZOOM, promoteId: "code" },
    ground: { type: "vector", tiles: [absolute(frame.tiles.ground)], minzoom: 7, maxzoom: LAST_ZOOM },
  };
  if (frame.base) {
    sources.base = { type: "raster", tiles: frame.base.tiles, tileSize: 256, attribution: frame.base.says };
    layers.push({ id: "base", type: "raster", source: "base" });
  } else {
    layers.push(...ground(plain));
  }
  return { version: 8, sources, layers: [...layers, ...outlines(), ...names()], transition: { duration: 0, delay: 0 } };
}

function ground(plain: boolean): LayerSpecification[] {
  const of = (id: string) => ({ source: "ground", "source-layer": id });
  const road = (rank: string, ...widths: number[]): LayerSpecification => ({
    id: `road-${rank}`, type: "line", ...of("road"), filter: ["==", ["get", "rank"], rank],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": token("map-road"), "line-width": grow(...widths) },
  });
  return [
    { id: "block", type: "fill", source: "areas", "source-layer": "community", paint: { "fill-color": token("map-block") } },
    { id: "green", type: "fill", ...of("green"), paint: { "fill-color": token("map-green") } },
    { id: "water", type: "fill", ...of("water"), filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("map-water") } },
    {
      id: "stream", type: "line", ...of("water"), filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": token("map-water"), "line-width": grow(10, 1, 16, 8) },
    },
    {
      id: "road-edge", type: "line", ...of("road"), filter: ["!=", ["get", "rank"], "lane"],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": token("map-land"), "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 8, ["match", ["get", "rank"], "main", 2, 1], 12, ["match", ["get", "rank"], "main", 4.6, 2.8], 18, ["match", ["get", "rank"], "main", 40, 27]] },
    },
    road("lane", 13, 0.6, 18, 9), road("street", 11, 0.8, 18, 20), road("main", 8, 0.8, 12, 2.4, 18, 32),
    { id: "building", type: "fill", ...of("building"), minzoom: 13.5, paint: { "fill-color": token("map-bld"), "fill-opacity": plain ? 0.6 : 1 } },
  ];
}

function outlines(): LayerSpecification[] {
  const of = (id: string) => ({ source: "areas", "source-layer": id });
  const edge = token("map-edge");
  return [
    { id: "edge-micro", type: "line", ...of("micro"), minzoom: 14.5, paint: { "line-color": edge, "line-width": 0.75, "line-opacity": 0.55 } },
    { id: "edge-grid", type: "line", ...of("grid"), minzoom: 12.5, paint: { "line-color": edge, "line-width": 1 } },
    { id: "edge-community", type: "line", ...of("community"), paint: { "line-color": edge, "line-width": 1.25, "line-dasharray": [4, 3] } },
    { id: "edge-town", type: "line", ...of("town"), paint: { "line-color": token("ink-3"), "line-width": 1.5 } },
    { id: "edge-county", type: "line", ...of("county"), paint: { "line-color": token("ink-3"), "line-width": 1.75 } },
  ];
}

const halo = { "text-halo-color": "#faf8f2", "text-halo-width": 2, "text-halo-blur": 0 };

function names(): LayerSpecification[] {
  const name = (level: string, from: number, to: number, size: number): LayerSpecification => ({
    id: `name-${level}`, type: "symbol", source: "areas", "source-layer": "label", minzoom: from, maxzoom: to,
    filter: ["==", ["get", "level"], level],
    layout: { "text-field": ["get", "name"], "text-font": ["Regular"], "text-size": size, "text-max-width": 8, "text-padding": 6 },
    paint: { "text-color": token("map-ink"), ...halo },
  });
  const along = (id: string, layer: string, from: number): LayerSpecification => ({
    id, type: "symbol", source: "ground", "source-layer": layer, minzoom: from, filter: ["has", "name"],
    layout: { "text-field": ["get", "name"], "text-font": ["Regular"], "text-size": 13, "symbol-placement": "line", "symbol-spacing": 320 },
    paint: { "text-color": token("ink-3"), ...halo },
  });
  return [
    along("name-road", "road", 14), along("name-water", "water", 13),
    name("micro", 16, 22, 13), name("grid", 14, 16, 14), name("community", 11.5, 14, 14), name("town", 8, 11.5, 15),
  ];
}
