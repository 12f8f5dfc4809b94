// The shapes of a state as pictures of the map: diamond late, triangle soon, ring in time, two bars paused, tick done, as in icons.svg.
import type { Map } from "maplibre-gl";
import { token } from "./frame";

const SIDE = 28; // with its halo of paper, in CSS pixels
const SHAPE = 20;
export const STATES = ["late", "soon", "okay", "hold", "done"] as const;
const INK: Record<string, string> = {
  late: "late", soon: "soon-shape", okay: "act", hold: "hold", done: "okay", up: "soon-shape", danger: "late", keeper: "act-deep",
  "alarm-wait": "late", "alarm-real": "soon-shape", "alarm-list": "hold", "alarm-drill": "ink-3",
  "device-offline": "late", "device-late": "soon-shape", "device-unknown": "hold", "device-maintenance": "ink-3", "device-online": "okay",
};

type Drawing = (on: CanvasRenderingContext2D) => void;
const path = (d: string): Path2D => new Path2D(d);
const white = (on: CanvasRenderingContext2D, width: number, d: string): void => {
  on.strokeStyle = "#fff";
  on.lineWidth = width;
  on.lineCap = on.lineJoin = "round";
  on.stroke(path(d));
};
const DRAWN: Record<string, Drawing> = {
  late: (on) => { on.fill(path("M10 .8 19.2 10 10 19.2.8 10Z")); white(on, 2.2, "M10 5.2v6M10 14.2v.1"); },
  soon: (on) => { on.fill(path("M10 1.6 19.4 18H.6Z")); white(on, 2, "M10 7.4v5M10 15.2v.1"); },
  okay: (on) => { on.lineWidth = 2.8; on.stroke(path("M10 3.6a6.4 6.4 0 1 0 .01 0Z")); },
  hold: (on) => { on.fill(path("M5 3h3.6v14H5zM11.4 3H15v14h-3.6z")); },
  done: (on) => { on.fill(path("M10 1a9 9 0 1 0 .01 0Z")); white(on, 2.2, "m5.8 10.3 2.9 2.9 5.6-6"); },
  up: (on) => { on.fill(path("M10 3 18 16H2Z")); },
  danger: (on) => { on.fill(path("M10 18.4 .6 2h18.8Z")); white(on, 2, "M10 5v5M10 12.6v.1"); },
  keeper: (on) => { on.fill(path("M10 1.6a4 4 0 1 0 .01 0ZM2.4 18.4c0-4.6 3.2-7 7.6-7s7.6 2.4 7.6 7Z")); },
  "alarm-wait": (on) => { bell(on); white(on, 2.2, "M10 5.4v5M10 13.4v.1"); },
  "alarm-real": (on) => { bell(on); white(on, 2.2, "m6.4 9.6 2.6 2.6 4.8-5.2"); },
  "alarm-list": (on) => { bell(on); },
  "alarm-drill": (on) => { bell(on); white(on, 1.8, "M6.6 6.6h6.8M6.6 10h6.8M6.6 13.4h6.8"); },
  "device-online": (on) => { box(on); white(on, 2.2, "m5.8 10.2 2.8 2.8 5.6-5.8"); },
  "device-late": (on) => { box(on); white(on, 2.2, "M10 5.4v5l3 2"); },
  "device-offline": (on) => { box(on); white(on, 2.4, "m6.4 6.4 7.2 7.2m0-7.2-7.2 7.2"); },
  "device-unknown": (on) => { box(on); white(on, 2, "M7.4 7.6a2.6 2.6 0 1 1 3.6 2.4c-.7.3-1 .7-1 1.6M10 14.4v.1"); },
  "device-maintenance": (on) => { box(on); white(on, 2.4, "M8 6v8M12 6v8"); },
};

/** An alarm has eight corners, a device four: apart from each other and from the limits of cases without a colour. */
function bell(on: CanvasRenderingContext2D): void { on.fill(path("M6.2.8h7.6l5.4 5.4v7.6l-5.4 5.4H6.2L.8 13.8V6.2Z")); }
function box(on: CanvasRenderingContext2D): void { on.fill(path("M2 2h16v16H2Z")); }

/** Every mark, and for each the ground of a group with its colour around it. */
export function addMarks(map: Map): void {
  const ratio = 2;
  for (const name of Object.keys(DRAWN)) {
    map.addImage(`mark-${name}`, picture(SIDE, ratio, (on) => {
      const colour = token(INK[name] ?? "ink");
      on.fillStyle = on.strokeStyle = token("sheet");
      if (name !== "up") disc(on, SIDE / 2, SIDE / 2 - 1);
      on.translate((SIDE - SHAPE) / 2, (SIDE - SHAPE) / 2);
      on.fillStyle = on.strokeStyle = colour;
      DRAWN[name]?.(on);
    }), { pixelRatio: ratio });
  }
  for (const state of Object.keys(DRAWN)) {
    if (state === "up") continue;
    map.addImage(`group-${state}`, picture(48, ratio, (on) => {
      on.fillStyle = token("sheet");
      on.strokeStyle = token(INK[state] ?? "ink");
      on.lineWidth = 2.5;
      disc(on, 22, 17, 26);
      on.stroke();
      on.translate(30, 1);
      on.scale(0.8, 0.8);
      on.fillStyle = token("sheet");
      disc(on, 10, 12);
      on.fillStyle = on.strokeStyle = token(INK[state] ?? "ink");
      DRAWN[state]?.(on);
    }), { pixelRatio: ratio });
  }
}

/** A mark as a picture for a legend. */
export function sample(name: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SHAPE * 2;
  canvas.className = "map-sample";
  const on = canvas.getContext("2d");
  if (!on) return canvas;
  on.scale(2, 2);
  on.fillStyle = on.strokeStyle = token(INK[name] ?? "ink");
  DRAWN[name]?.(on);
  return canvas;
}

function disc(on: CanvasRenderingContext2D, x: number, radius: number, y = x): void {
  on.beginPath();
  on.arc(x, y, radius, 0, 2 * Math.PI);
  on.fill();
}

function picture(side: number, ratio: number, draw: Drawing): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side * ratio;
  const on = canvas.getContext("2d");
  if (!on) throw new Error("no canvas");
  on.scale(ratio, ratio);
  draw(on);
  return on.getImageData(0, 0, canvas.width, canvas.height);
}
