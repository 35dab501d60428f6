// Lets people save the pictures of a page as SVG and PNG, in the colours in which they see them.

import { saved } from "./pictures/saving";

for (const line of document.querySelectorAll<HTMLElement>("figure.picture .downloads[data-png]")) {
  const figure = line.closest("figure");
  const svg = figure?.querySelector("svg");
  if (!figure || !svg || line.dataset.ready) continue;
  line.dataset.ready = "yes";
  const part = figure.closest("section[id]")?.id || location.pathname.split("/").filter(Boolean).pop() || "picture";
  const name = `partnergraph-${part}`;
  const credit = line.dataset.credit ?? "";
  if (!line.querySelector("a")) line.append(offer(line.dataset.svg ?? "SVG", () => saved(svg, credit, name, "svg")));
  line.append(offer(line.dataset.png ?? "PNG", () => saved(svg, credit, name, "png")));
}

function offer(words: string, act: () => Promise<void>): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", () => void act());
  return button;
}
