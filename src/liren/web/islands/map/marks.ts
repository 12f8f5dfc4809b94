// The shapes of a state as pictures of the map: diamond late, triangle soon, ring in time, two bars paused, tick done, as in icons.svg.
import type { Map } from "maplibre-gl";
import { token } from "./frame";

const SIDE = 28; // with its halo of paper, in CSS pixels
const SHAPE = 20;
export const STATES = ["late", "soon", "okay", "hold", "done"] as const;
const INK: Record<string, string> = { late: "late", soon: "soon-shape", okay: "act", hold: "hold", done: "okay", up: "soon-shape" };

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
};

/** Every mark, and for each state the ground of a group with the state's colour around it. */
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
  for (const state of STATES) {
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
