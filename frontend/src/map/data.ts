// What the server hands to a map beside its picture.

export interface Place {
  label: string;
  latitude: number;
  longitude: number;
  href: string;
  count: number;
  ours: boolean;
}

export type Arc = [start: number, end: number, label: string, href: string];

export type Name = [text: string, x: number, y: number, width: number];

export interface MapData {
  places: Place[];
  arcs: Arc[];
  names: Name[];
  marked: string[];
}

/** The address of the basemap, and what is said on a map in the language of the page. */
export interface Words {
  land: string;
  in: string;
  out: string;
  close: string;
  hint: string;
  several: string;
}

export function dataOf(figure: HTMLElement): MapData {
  return JSON.parse(figure.querySelector('script[type="application/json"]')?.textContent ?? "{}") as MapData;
}

export function wordsOf(figure: HTMLElement): Words {
  const said = figure.dataset;
  const word = (name: string): string => said[name] ?? "";
  return {
    land: word("land"),
    in: word("in"),
    out: word("out"),
    close: word("close"),
    hint: word("hint"),
    several: word("several"),
  };
}
