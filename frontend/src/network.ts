// Lets people walk through the networks of a page with the keyboard or the mouse, and loosen their nodes.

import { Explorer } from "./pictures/explorer";

for (const box of document.querySelectorAll<HTMLElement>("[data-explore]")) {
  if (box.dataset.ready) continue;
  box.dataset.ready = "yes";
  new Explorer(box).begin();
}
