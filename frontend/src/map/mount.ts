// A map that can be moved, over the same data as the picture that the server drew.

import L from "leaflet";
import { curves } from "./arcs";
import { dataOf, wordsOf, type MapData, type Words } from "./data";
import { marks } from "./marks";
import { land, pixels, position, type Country } from "./plane";

const LARGEST = 7;
const AROUND = 36;
const NARROWEST = 44; // pixels that a country takes before its name is written on it

export async function mount(figure: HTMLElement): Promise<void> {
  const picture = figure.querySelector("svg");
  if (!picture) return;
  const [data, words] = [dataOf(figure), wordsOf(figure)];
  const countries = await land(words.land);
  await unused(picture);
  complete(picture, countries);
  const box = document.createElement("div");
  box.className = "moving";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", picture.getAttribute("aria-label") ?? "");
  picture.after(box);
  figure.classList.add("moved");
  const map = mapIn(box, words, data);
  drawLand(map, countries, data.marked);
  writeNames(map, data);
  curves(map, data, marks(map, data, words));
  box.dataset["ready"] = "yes";
}

/** Wait until nobody is in the picture by the keyboard, who would lose their place. */
async function unused(picture: SVGSVGElement): Promise<void> {
  while (picture.contains(document.activeElement)) {
    await new Promise((left) => picture.addEventListener("focusout", left, { once: true }));
    await new Promise((settled) => setTimeout(settled)); // until the focus is where it goes
  }
}

/** Put the land itself into the picture in place of a reference, so that it can be saved as a file. */
function complete(picture: SVGSVGElement, countries: Country[]): void {
  for (const use of picture.querySelectorAll("use")) {
    const wanted = use.getAttribute("href")?.split("#")[1] ?? "";
    const lines = countries.filter(({ code }) => wanted === "land" || wanted === code).map(({ line }) => line);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", lines.join(""));
    if (use.classList.length) path.setAttribute("class", use.getAttribute("class") ?? "");
    use.replaceWith(path);
  }
}

function mapIn(box: HTMLElement, words: Words, data: MapData): L.Map {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    attributionControl: false, // the caption says where the borders are from
    zoomControl: false,
    zoomSnap: 0.25,
    minZoom: 1,
    maxZoom: LARGEST,
    maxBounds: [[-70, -200], [86, 200]],
    dragging: matchMedia("(any-pointer: fine)").matches, // one finger moves the page, two move the map
    scrollWheelZoom: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
  });
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  const bounds = L.latLngBounds(data.places.map(({ latitude, longitude }) => [latitude, longitude]));
  map.fitBounds(bounds, { padding: [AROUND, AROUND], maxZoom: 4.5, animate: false });
  wheel(map, box, words);
  return map;
}

/** Let the wheel move the page, and zoom the map only with a key held, which is said where somebody tries without. */
function wheel(map: L.Map, box: HTMLElement, words: Words): void {
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.hidden = true;
  hint.textContent = words.hint;
  box.append(hint);
  let timer = 0;
  box.addEventListener(
    "wheel",
    (event) => {
      const wanted = event.ctrlKey || event.metaKey;
      map.scrollWheelZoom[wanted ? "enable" : "disable"]();
      hint.hidden = wanted;
      clearTimeout(timer);
      timer = setTimeout(() => (hint.hidden = true), 1500);
    },
    { capture: true, passive: true },
  );
}

function drawLand(map: L.Map, countries: Country[], marked: string[]): void {
  map.createPane("land").style.zIndex = "200";
  const renderer = L.svg({ pane: "land", padding: 0.5 });
  for (const { code, rings } of countries) {
    const className = marked.includes(code) ? "ground marked" : "ground";
    L.polygon(rings.map((ring) => [ring] as unknown as L.LatLngExpression[][]), {
      pane: "land",
      renderer,
      interactive: false,
      smoothFactor: 0.5,
      className,
    }).addTo(map);
  }
}

/** Write the names of countries on them, as soon as they are wide enough. */
function writeNames(map: L.Map, data: MapData): void {
  map.createPane("names").style.zIndex = "450";
  const names = data.names.map(([text, x, y, width]) => {
    const html = document.createElement("span");
    html.textContent = text;
    const icon = L.divIcon({ className: "country", html, iconSize: [0, 0] });
    return { width, marker: L.marker(position(x, y) as [number, number], { icon, pane: "names", interactive: false, keyboard: false }) };
  });
  const show = (): void => {
    for (const { marker, width } of names) {
      if (pixels(width, map.getZoom()) > NARROWEST) marker.addTo(map);
      else marker.remove();
    }
  };
  map.on("zoomend", show);
  show();
}
