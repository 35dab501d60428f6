// Lets people save the pictures of a page as SVG and PNG, in the colours in which they see them.

import { saved } from "./pictures/saving";

for (const list of document.querySelectorAll<HTMLUListElement>("figure.picture ul.downloads")) {
  const figure = list.closest("figure");
  const svg = figure?.querySelector("svg");
  if (!figure || !svg || list.dataset.ready) continue;
  list.dataset.ready = "yes";
  const part = figure.closest("section[id]")?.id || location.pathname.split("/").filter(Boolean).pop() || "picture";
  const name = `partnergraph-${part}`;
  const credit = list.dataset.credit ?? "";
  if (!list.querySelector("a")) list.append(offer(list.dataset.svg ?? "SVG", () => saved(svg, credit, name, "svg")));
  list.append(offer(list.dataset.png ?? "PNG", () => saved(svg, credit, name, "png")));
}

function offer(words: string, act: () => Promise<void>): HTMLLIElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", () => void act());
  item.append(button);
  return item;
}
