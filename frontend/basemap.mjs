// Makes the basemap of our maps: one SVG that pages show and that scripts read, and where the names of countries go.
//
// Borders are those of Natural Earth by way of world-atlas, with one correction: the source counts Crimea to Russia,
// and we show Ukraine in its internationally recognised borders.  The result is checked, and the build fails where it
// is not what we say it is.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { geoContains, geoMercator } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature, mergeArcs } from "topojson-client";
import { topology as topologyOf } from "topojson-server";
import { presimplify, quantile, simplify } from "topojson-simplify";

/** The world is a square of so many units in the projection of web maps; `places.py` and `mercator.ts` say the same. */
const WORLD = 20_000;
const NORTH = 84;
const SOUTH = -57;

/** Which part of the points of the source stays: enough for a coast to be known, few enough to be sent to a phone. */
const KEPT = 0.25;

const UKRAINE = "804";
const RUSSIA = "643";
const ANTARCTICA = "010";

/** Towns in the parts of Ukraine that are occupied: each must lie in Ukraine and in no other country. */
const UKRAINIAN = { Simferopol: [34.1, 45.0], Kerch: [36.4, 45.3], Donetsk: [37.8, 48.0], Luhansk: [39.3, 48.57] };

/** Countries that Natural Earth calls otherwise than our table does. */
const CALLED = { "Bosnia and Herzegovina": "Bosnia and Herz.", "North Macedonia": "Macedonia" };

const projection = geoMercator().scale(WORLD / (2 * Math.PI)).translate([WORLD / 2, WORLD / 2]).precision(0);
const top = projection([0, NORTH])[1];
const bottom = projection([0, SOUTH])[1];
projection.clipExtent([[0, top], [WORLD, bottom]]);

/**
 * Return the files of the basemap by name.
 *
 * @param {string} here the folder that holds node_modules; the table of countries lies beside it
 */
export async function basemap(here) {
  const source = path.join(here, "node_modules", "world-atlas", "countries-50m.json");
  const codes = await countries(path.join(here, "..", "data", "countries.csv"));
  const shapes = simplified(projected(withCrimea(JSON.parse(await readFile(source, "utf8")))));
  check(shapes);
  return drawn(shapes, codes);
}

/** Move Crimea from Russia to Ukraine by the arcs, so that no border stays between the two. */
function withCrimea(topology) {
  const all = topology.objects.countries.geometries;
  const [ukraine, russia] = [UKRAINE, RUSSIA].map((id) => all.find((each) => each.id === id));
  const parts = russia.arcs.map((arcs) => ({ type: "Polygon", arcs }));
  const crimea = parts.filter((part) => geoContains(feature(topology, part), UKRAINIAN.Simferopol));
  if (crimea.length !== 1) throw new Error(`Crimea is ${crimea.length} parts of Russia in the source, not one`);
  Object.assign(ukraine, mergeArcs(topology, [ukraine, ...crimea]));
  russia.arcs = russia.arcs.filter((arcs) => !crimea.some((part) => part.arcs === arcs));
  return topology;
}

/** Return the countries on the plane: the projection cuts what crosses 180 degrees, so that no line runs around the world. */
function projected(topology) {
  const countries = feature(topology, topology.objects.countries);
  const features = countries.features.filter(({ id }) => id !== ANTARCTICA);
  return geoProject({ type: "FeatureCollection", features }, projection);
}

/** Take away the points that matter least; neighbours keep one border, because it is one line of the topology. */
function simplified(collection) {
  const weighed = presimplify(topologyOf({ countries: collection }, 1e6));
  const simple = simplify(weighed, quantile(weighed, KEPT));
  return feature(simple, simple.objects.countries).features;
}

/** Fail where a town lies in another country than it does. */
function check(shapes) {
  for (const [town, place] of Object.entries(UKRAINIAN)) {
    const point = projection(place);
    const holding = shapes.filter((shape) => polygons(shape).some((polygon) => contains(polygon, point)));
    const names = holding.map(({ properties }) => properties.name);
    if (names.join() !== "Ukraine") throw new Error(`${town} lies in ${names.join(" and ") || "no country"}`);
  }
}

/** Return whether a point lies within a polygon: a line from it to the east crosses the rings an odd number of times. */
function contains(polygon, [x, y]) {
  let inside = false;
  for (const ring of polygon) {
    ring.forEach(([ax, ay], at) => {
      const [bx, by] = ring.at(at - 1);
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
    });
  }
  return inside;
}

/** Return the map as SVG, one path for a country, and the middle and the width of each that has a code. */
function drawn(shapes, codes) {
  const middles = {};
  const paths = [];
  for (const shape of [...shapes].sort((one, other) => (one.properties.name < other.properties.name ? -1 : 1))) {
    const line = polygons(shape).flat().map(outline).join("");
    const code = codes.get(shape.properties.name);
    if (line) paths.push(`<path${code ? ` id="${code}"` : ""} d="${line}"/>`);
    if (line && code) middles[code] = middle(shape);
  }
  const missing = [...codes.values()].filter((code) => !(code in middles));
  if (missing.length) throw new Error(`The basemap has no country for ${missing.join(", ")}: see CALLED in basemap.mjs`);
  const box = `0 ${Math.round(top)} ${WORLD} ${Math.round(bottom - top)}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"><g id="land">\n${paths.join("\n")}\n</g></svg>\n`;
  return { "world.svg": svg, "countries.json": `${JSON.stringify(middles)}\n` };
}

function polygons({ geometry }) {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

/** Return a ring as a path of whole numbers, each point relative to the one before; an island below a unit is nothing. */
function outline(points) {
  const whole = points.map((point) => point.map(Math.round));
  const steps = whole.slice(1).map(([x, y], at) => [x - whole[at][0], y - whole[at][1]]);
  const moved = steps.filter(([x, y]) => x || y);
  if (moved.length < 3) return "";
  return `M${whole[0].join(" ")}l${moved.join(" ").replaceAll(",", " ").replaceAll(" -", "-")}z`;
}

/** Return the middle of the largest part of a country, and how wide that is. */
function middle(shape) {
  const [largest] = polygons(shape).map(([outer]) => weight(outer)).sort((one, other) => other.area - one.area);
  return [largest.x, largest.y, largest.width].map(Math.round);
}

/** Return the area, the centre of gravity and the width of a ring. */
function weight(ring) {
  const sum = { area: 0, x: 0, y: 0 };
  ring.forEach(([ax, ay], at) => {
    const [bx, by] = ring.at(at - 1);
    const cross = bx * ay - ax * by;
    sum.area += cross / 2;
    sum.x += (ax + bx) * cross;
    sum.y += (ay + by) * cross;
  });
  const across = ring.map(([x]) => x);
  const width = Math.max(...across) - Math.min(...across);
  return { area: Math.abs(sum.area), x: sum.x / (6 * sum.area), y: sum.y / (6 * sum.area), width };
}

/** Return the codes of the countries of our data by their names in the source. */
async function countries(file) {
  const [head, ...rows] = (await readFile(file, "utf8")).trim().split(/\r?\n/).map((line) => line.split(","));
  const [code, name] = ["code", "name_en"].map((column) => head.indexOf(column));
  return new Map(rows.map((row) => [CALLED[row[name]] ?? row[name], row[code]]));
}
