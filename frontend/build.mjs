// Builds src/ into the package's static/dist, with a table of what each file is called and the licences of what is in it.
//
// The output is the same bytes in any folder, so that it can be committed and compared.

import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createHash } from "node:crypto";
import { basemap } from "./basemap.mjs";
import { licences } from "./licences.mjs";

const here = import.meta.dirname;
const dist = path.join(here, "..", "src", "partnergraph", "web", "static", "dist");
const entries = (await readdir(path.join(here, "src"))).filter((name) => /^[a-z-]+\.(css|ts)$/.test(name));

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => `src/${name}`),
  outdir: dist,
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "safari16"],
  minify: true,
  legalComments: "none", // the licences stand in one file
  loader: { ".svg": "file", ".png": "file", ".json": "file" },
  metafile: true,
});

const table = {};
for (const [file, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
  const named = entryPoint ?? (Object.keys(inputs).length === 1 && !file.endsWith(".js") ? Object.keys(inputs)[0] : undefined);
  if (named) table[path.basename(named).replace(/\.ts$/, ".js")] = path.basename(file);
}
for (const [name, text] of Object.entries(await basemap(here))) {
  const { name: stem, ext } = path.parse(name);
  table[name] = `${stem}-${createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase()}${ext}`;
  await writeFile(path.join(dist, table[name]), text);
}
const sorted = Object.fromEntries(Object.entries(table).sort(([one], [other]) => (one < other ? -1 : 1)));
await writeFile(path.join(dist, "assets.json"), `${JSON.stringify(sorted, null, 2)}\n`);
await writeFile(path.join(dist, "THIRD_PARTY_LICENSES.txt"), await licences(here, [...Object.keys(metafile.inputs), "node_modules/world-atlas/"]));

for (const name of await readdir(dist)) {
  const { length } = await readFile(path.join(dist, name));
  console.log(`${String(length).padStart(9)}  ${name}`);
}
