// One map in its figure: the library, the style, the keyboard, and what its mode adds.
import { Map, setWorkerUrl } from "maplibre-gl";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { showAreas } from "./areas";
import { controls } from "./controls";
import { ask, type Frame, type Told, token } from "./frame";
import { showLayers } from "./layers";
import { addMarks } from "./marks";
import { showPick, showPlace } from "./pick";
import { showPoints } from "./points";
import { style } from "./style";

setWorkerUrl(worker);
const NEAR = 15.5;

/** Draw the map of one figure. Throws when the frame is not to be had or the device cannot draw. */
export async function show(figure: HTMLElement): Promise<void> {
  const view = figure.querySelector<HTMLElement>("[data-view]");
  const says = figure.querySelector<HTMLElement>("[data-map-says]");
  if (!view || !says || !figure.dataset.frame) return;
  const frame = await ask<Frame>(figure.dataset.frame);
  const mode = figure.dataset.map ?? "points";
  view.hidden = false;
  const map = new Map({
    container: view,
    style: style(frame, mode === "areas"),
    ...start(figure, frame),
    minZoom: 7,
    maxZoom: 19,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    refreshExpiredTiles: false,
    cooperativeGestures: mode !== "pick" && !figure.classList.contains("map-fill"),
    localIdeographFontFamily: token("sans"),
    locale: locale(frame),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const told: Told = { figure, frame, says: (sentence) => { if (says.textContent !== sentence) says.textContent = sentence; } };
  controls(map, told);
  await new Promise<void>((ready) => map.once("load", () => ready()));
  addMarks(map);
  if (mode === "points") await showPoints(map, told);
  else if (mode === "areas") await showAreas(map, told);
  else if (mode === "layers") await showLayers(map, told);
  else if (mode === "pick") showPick(map, told);
  else showPlace(map, told);
  map.once("idle", () => { figure.dataset.drawn = ""; });
}

function start(figure: HTMLElement, frame: Frame): object {
  const { lon, lat, within } = figure.dataset;
  if (lon && lat) return { center: [Number(lon), Number(lat)], zoom: NEAR };
  if (within) return { bounds: within.split(",").map(Number), fitBoundsOptions: { padding: 12 } };
  return frame.bounds ? { bounds: frame.bounds, fitBoundsOptions: { padding: 12 } } : { center: [105, 35], zoom: 7 };
}

function locale(frame: Frame): Record<string, string> {
  const { map = "", ctrl = "", two = "" } = frame.words;
  return {
    "Map.Title": map,
    "CooperativeGesturesHandler.WindowsHelpText": ctrl,
    "CooperativeGesturesHandler.MacHelpText": ctrl,
    "CooperativeGesturesHandler.MobileHelpText": two,
  };
}
