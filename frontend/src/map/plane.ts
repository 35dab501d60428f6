// The plane of the basemap, as `basemap.mjs` draws it and `mercator.py` puts places on it, and the land read from it.

export type Point = readonly [latitude: number, longitude: number];

export interface Country {
  code: string;
  line: string;
  rings: Point[][];
}

const WORLD = 20_000;

/** Return the position of a point of the basemap. */
export function position(x: number, y: number): Point {
  const latitude = Math.atan(Math.sinh((0.5 - y / WORLD) * 2 * Math.PI));
  return [(latitude * 180) / Math.PI, (x / WORLD) * 360 - 180];
}

/** Return how wide something on the basemap is on a map at a zoom, in pixels. */
export function pixels(units: number, zoom: number): number {
  return (units / WORLD) * 256 * 2 ** zoom;
}

/** Return the countries of the basemap, which the browser has from the picture already. */
export async function land(address: string): Promise<Country[]> {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`The basemap answered ${reply.status}`);
  const drawing = new DOMParser().parseFromString(await reply.text(), "image/svg+xml");
  return [...drawing.querySelectorAll("path")].map((path) => {
    const line = path.getAttribute("d") ?? "";
    return { code: path.id, line, rings: ringsOf(line) };
  });
}

/** Read the rings of a path: each moves to a point, and draws steps from there. */
function ringsOf(line: string): Point[][] {
  return line.split("z").filter(Boolean).map((part) => {
    const [start = "", steps = ""] = part.slice(1).split("l");
    let [x = 0, y = 0] = start.split(" ").map(Number);
    const numbers = (steps.match(/-?\d+/g) ?? []).map(Number);
    const ring = [position(x, y)];
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      x += numbers[at] ?? 0;
      y += numbers[at + 1] ?? 0;
      ring.push(position(x, y));
    }
    return ring;
  });
}
