// Connections of places as curves, which end where the places are seen.

import L from "leaflet";
import type { MapData } from "./data";
import type { Seen } from "./marks";

const BEND = 0.16; // how far a curve leaves the straight line, as a part of its length; `places.py` says the same
const STEPS = 24;

/** Draw the connections, and draw them anew when places join or part. */
export function curves(map: L.Map, data: MapData, { seen, groups }: { seen: Seen; groups: L.MarkerClusterGroup[] }): void {
  map.createPane("arcs").style.zIndex = "420";
  const renderer = L.svg({ pane: "arcs", padding: 0.5 });
  const drawn = L.layerGroup().addTo(map);

  const draw = (): void => {
    drawn.clearLayers();
    for (const { start, end, labels, href, count } of between(data, seen)) {
      const className = count > 1 ? "arc many" : "arc";
      const line = L.polyline(curve(map, start, end), { pane: "arcs", renderer, className, smoothFactor: 0, weight: count > 1 ? 2.4 : 1.4 });
      if (labels.length) line.bindTooltip(labels.slice(0, 5).join(", ") + (labels.length > 5 ? " …" : ""), { sticky: true });
      if (href) line.on("click", () => location.assign(href));
      drawn.addLayer(line);
    }
  };
  map.on("zoomend", draw);
  for (const group of groups) group.on("animationend spiderfied unspiderfied", draw);
  draw();
}

interface Between {
  start: L.LatLng;
  end: L.LatLng;
  labels: string[];
  href: string;
  count: number;
}

/** Return the pairs of marks that have a connection. */
function between(data: MapData, seen: Seen): Iterable<Between> {
  const found = new Map<string, Between>();
  for (const [from, to, label, href] of data.arcs) {
    const [start, end] = [seen(from), seen(to)];
    if (start.equals(end)) continue;
    const key = `${start.lat} ${start.lng} ${end.lat} ${end.lng}`;
    const known = found.get(key) ?? { start, end, labels: [], href, count: 0 };
    known.count += 1;
    if (known.count > 1) known.href = "";
    if (label && !known.labels.includes(label)) known.labels.push(label);
    found.set(key, known);
  }
  return found.values();
}

function curve(map: L.Map, start: L.LatLng, end: L.LatLng): L.LatLng[] {
  const [one, other] = [map.project(start), map.project(end)];
  const [across, down] = [other.x - one.x, other.y - one.y];
  const side = down > 0 ? BEND : -BEND;
  const middle = L.point((one.x + other.x) / 2 - down * side, (one.y + other.y) / 2 + across * side);
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return map.unproject([a * one.x + b * middle.x + c * other.x, a * one.y + b * middle.y + c * other.y]);
  });
}
