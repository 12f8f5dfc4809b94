// What the server says of the map as it is today: addresses of tiles, the county's bounds, words in the reader's language.
export type Bounds = [west: number, south: number, east: number, north: number];

export interface Frame {
  tiles: { areas: string; ground: string };
  bounds: Bounds | null;
  base: { tiles: string[]; says: string } | null;
  words: Record<string, string>;
}

export interface Told {
  figure: HTMLElement;
  frame: Frame;
  says: (sentence: string) => void;
}

/** JSON of our own origin; a NetworkError (as a DOMException) when it cannot be had. */
export async function ask<T>(address: string, missed: "stop" | "read" = "stop"): Promise<T> {
  const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
  if (!answer || (!answer.ok && missed === "stop")) throw new DOMException("map data", "NetworkError");
  return (await answer.json()) as T;
}

/** A token of the stylesheet. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A sentence with its number. */
export const fill = (sentence: string | undefined, n: number): string => (sentence ?? "").replace("{n}", String(n));

/** An absolute address with its {z}, {x} and {y} left alone. */
export const absolute = (address: string): string => new URL(address, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
