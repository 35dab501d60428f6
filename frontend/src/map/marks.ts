// Places as marks that have names, lead somewhere and join where they would cover one another.

import L from "leaflet";
import "leaflet.markercluster";
import type { MapData, Place, Words } from "./data";

const TOGETHER = 34; // pixels
const NAMED = 8; // names of places that a mark of many says

/** Where a place is seen now: by itself, or in the mark of many that has taken it in. */
export type Seen = (place: number) => L.LatLng;

/** Put the places on a map; those of the Swedish side and of the others never join. */
export function marks(map: L.Map, data: MapData, words: Words): { seen: Seen; groups: L.MarkerClusterGroup[] } {
  const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const groups = [true, false].map((ours) =>
    L.markerClusterGroup({
      maxClusterRadius: TOGETHER,
      showCoverageOnHover: false,
      removeOutsideVisibleBounds: false,
      animate,
      spiderLegPolylineOptions: { className: "leg", weight: 1.5 },
      iconCreateFunction: (cluster) => iconOfMany(cluster.getAllChildMarkers().map(({ options }) => options.title ?? ""), ours, words),
    }),
  );
  const all = data.places.map((place, index) => {
    const marker = L.marker([place.latitude, place.longitude], { icon: iconOf(place), title: place.label, riseOnHover: true });
    marker.bindPopup(() => about(place, index, data), { maxWidth: 300 });
    return marker;
  });
  data.places.forEach(({ ours }, index) => groups[ours ? 0 : 1]?.addLayer(all[index] as L.Marker));
  for (const group of groups) map.addLayer(group);
  keyboard(map, words);
  const seen: Seen = (place) => {
    const marker = all[place] as L.Marker;
    const group = groups[data.places[place]?.ours ? 0 : 1];
    return (group?.getVisibleParent(marker) ?? marker).getLatLng();
  };
  return { seen, groups };
}

function side(ours: boolean): string {
  return ours ? "ours" : "theirs";
}

/** Return the mark of one place: a round of a size, with the name for those who do not see it. */
function iconOf({ label, count, ours }: Place): L.DivIcon {
  const size = 14 + Math.min(3 * Math.sqrt(count), 16);
  return L.divIcon({ className: `mark ${side(ours)}`, html: hidden(label), iconSize: [size, size] });
}

/** Return the mark of many places: their number, and the first of their names. */
function iconOfMany(names: string[], ours: boolean, words: Words): L.DivIcon {
  const html = document.createElement("span");
  const said = names.slice(0, NAMED).join(", ");
  const more = String(names.length - NAMED);
  html.append(String(names.length));
  html.append(hidden(`: ${names.length > NAMED ? words.several.replace("{names}", said).replace("{more}", more) : said}`));
  const size = 24 + Math.min(2 * Math.sqrt(names.length), 16);
  return L.divIcon({ className: `mark many ${side(ours)}`, html, iconSize: [size, size] });
}

function hidden(text: string): HTMLElement {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = text;
  return span;
}

/** Return what is said of a place: its name, and each of its connections, as links. */
function about(place: Place, index: number, data: MapData): HTMLElement {
  const box = document.createElement("div");
  const name = document.createElement("p");
  name.append(linkOf(place.label, place.href));
  box.append(name);
  const own = data.arcs.filter(([start, end]) => start === index || end === index);
  const list = document.createElement("ul");
  for (const [, , label, href] of own) {
    if (!label) continue;
    const item = document.createElement("li");
    item.append(linkOf(label, href));
    list.append(item);
  }
  if (list.childElementCount) box.append(list);
  return box;
}

function linkOf(text: string, href: string): HTMLElement {
  const element = document.createElement(href ? "a" : "span");
  element.textContent = text;
  if (href) element.setAttribute("href", href);
  return element;
}

/** Bring whoever opens a mark by the keyboard to what it says, and back to the mark afterwards. */
function keyboard(map: L.Map, words: Words): void {
  let from: HTMLElement | undefined;
  map.on("popupopen", ({ popup }) => {
    const box = popup.getElement();
    const close = box?.querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", words.close);
    from = document.activeElement?.matches(".mark") ? (document.activeElement as HTMLElement) : undefined;
    if (from) box?.querySelector<HTMLElement>(".leaflet-popup-content a")?.focus({ preventScroll: true });
  });
  map.getContainer().addEventListener("keydown", ({ key }) => {
    if (key === "Escape") map.closePopup(); // Leaflet hears it only where the map itself has the focus
  });
  map.on("popupclose", () => {
    if (from?.isConnected) from.focus({ preventScroll: true });
  });
}
