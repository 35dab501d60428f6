// Collects the licences of the packages that a build takes something from.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

/**
 * Return the text of one file that names each package, its version and its licence in full.
 *
 * @param {string} root the folder that holds node_modules
 * @param {string[]} inputs the files that were built, relative to the root
 */
export async function licences(root, inputs) {
  const inside = inputs.map((file) => /(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(Boolean);
  const parts = [];
  for (const folder of [...new Set(inside)].sort()) {
    const { name, version, license } = JSON.parse(await readFile(path.join(root, folder, "package.json"), "utf8"));
    const file = (await readdir(path.join(root, folder))).sort().find((each) => /^(licen[sc]e|copying)/i.test(each));
    const text = file ? await readFile(path.join(root, folder, file), "utf8") : `Licence: ${license}`;
    parts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}
