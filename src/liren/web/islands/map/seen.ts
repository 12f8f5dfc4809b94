// What is in view as a list one can tab to: a map must not be the only way to a thing.
import type { Told } from "./frame";
import { tell } from "./select";

const MOST = 30;

export interface Thing {
  id: string;
  title: string;
  words: string;
  href: string;
}

/** A closed list below the map; `update` fills it with what is in view now. */
export function seenList({ figure, frame }: Told): { update: (things: Thing[]) => void } {
  const box = document.createElement("details");
  box.className = "map-seen";
  const head = document.createElement("summary");
  const list = document.createElement("ul");
  box.append(head, list);
  figure.querySelector("[data-view]")?.after(box);
  return {
    update(things) {
      head.textContent = `${frame.words.seeing ?? ""} ${things.length}`;
      list.replaceChildren(...(things.length ? things.slice(0, MOST).map(line) : [said(frame.words.none ?? "")]));
    },
  };
}

function line(thing: Thing): HTMLElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = thing.href;
  link.textContent = thing.title;
  link.addEventListener("focus", () => tell(thing.id));
  item.append(link, ` ${thing.words}`);
  return item;
}

function said(sentence: string): HTMLElement {
  const item = document.createElement("li");
  item.textContent = sentence;
  return item;
}
