// A network whose nodes push and pull each other and can be dragged.

import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationNodeDatum,
} from "d3-force";
import type { Spot, Tie } from "./explorer";

const LENGTH = 80;
const ROOM = 32;
const EDGE = 28;
const ASIDE = 90;
const PULL = 0.06;
const BELOW = 20;
const STEPS = 240;
const WARM = 0.3;
const MOVED = 4;

interface Body extends SimulationNodeDatum {
  spot: Spot;
}

/** A picture while its nodes are loose; `end` puts them back where they were. */
export class Loosened {
  private readonly bodies: Body[];
  private readonly simulation: Simulation<Body, undefined>;
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  private readonly leaving = new AbortController();
  private readonly size: readonly [number, number];

  constructor(
    private readonly svg: SVGSVGElement,
    spots: Spot[],
    private readonly ties: Tie[],
  ) {
    this.size = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
    this.bodies = spots.map((spot) => ({ spot, x: spot.home[0], y: spot.home[1] }));
    const [width, height] = this.size;
    const apart = Math.sqrt((width * height) / Math.max(1, spots.length));
    this.simulation = forceSimulation(this.bodies)
      .force("link", forceLink(ties.map(({ start, end }) => ({ source: start, target: end }))).distance(LENGTH))
      .force("push", forceManyBody().strength(-apart))
      .force("room", forceCollide(ROOM))
      .force("x", forceX(width / 2).strength(PULL * Math.min(1, height / width)))
      .force("y", forceY(height / 2).strength(PULL * Math.min(1.5, width / height)))
      .stop();
  }

  begin(): void {
    this.svg.classList.add("loose");
    for (const body of this.bodies) {
      below(body.spot);
      this.drags(body);
    }
    if (this.still) this.settle();
    else this.simulation.on("tick", () => this.show()).restart();
  }

  end(): void {
    this.simulation.stop();
    this.leaving.abort();
    this.svg.classList.remove("loose");
    for (const { spot } of this.bodies) {
      [spot.x, spot.y] = spot.home;
      spot.element.removeAttribute("transform");
      beside(spot);
    }
    for (const { element, path } of this.ties) element.setAttribute("d", path);
  }

  private settle(): void {
    this.simulation.alpha(1).tick(STEPS);
    this.show();
  }

  private show(): void {
    const [width, height] = this.size;
    for (const body of this.bodies) {
      body.x = Math.min(Math.max(body.x ?? 0, ASIDE), width - ASIDE);
      body.y = Math.min(Math.max(body.y ?? 0, EDGE), height - EDGE);
      const { spot } = body;
      [spot.x, spot.y] = [body.x, body.y];
      spot.element.setAttribute("transform", `translate(${spot.x - spot.home[0]} ${spot.y - spot.home[1]})`);
    }
    for (const { element, start, end } of this.ties) {
      const [from, to] = [this.bodies[start], this.bodies[end]];
      element.setAttribute("d", `M${from?.x} ${from?.y}L${to?.x} ${to?.y}`);
    }
  }

  private drags(body: Body): void {
    const { element } = body.spot;
    const { signal } = this.leaving;
    let moved = 0;
    element.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    element.addEventListener(
      "pointerdown",
      (event) => {
        moved = 0;
        element.setPointerCapture(event.pointerId);
        element.classList.add("held");
      },
      { signal },
    );
    element.addEventListener(
      "pointermove",
      (event) => {
        if (!element.classList.contains("held")) return;
        moved += Math.abs(event.movementX) + Math.abs(event.movementY);
        const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM()?.inverse());
        [body.fx, body.fy] = [at.x, at.y];
        if (this.still) {
          [body.x, body.y] = [at.x, at.y];
          this.show();
        } else this.simulation.alphaTarget(WARM).restart();
      },
      { signal },
    );
    const release = (): void => {
      element.classList.remove("held");
      [body.fx, body.fy] = [null, null];
      this.simulation.alphaTarget(0);
    };
    element.addEventListener("pointerup", release, { signal });
    element.addEventListener("pointercancel", release, { signal });
    element.addEventListener("click", (event) => moved > MOVED && event.preventDefault(), { signal });
  }
}

/** Put the name of a node under it, where it is in nobody's way whichever way the edges go. */
function below({ element, home }: Spot): void {
  const text = element.querySelector("text");
  if (!text) return;
  text.dataset.was = JSON.stringify([text.getAttribute("x"), text.getAttribute("y"), text.getAttribute("text-anchor")]);
  text.setAttribute("x", String(home[0]));
  text.setAttribute("y", String(home[1] + BELOW));
  text.setAttribute("text-anchor", "middle");
}

function beside({ element }: Spot): void {
  const text = element.querySelector("text");
  if (!text?.dataset.was) return;
  const [x, y, anchor] = JSON.parse(text.dataset.was) as string[];
  text.setAttribute("x", x ?? "");
  text.setAttribute("y", y ?? "");
  text.setAttribute("text-anchor", anchor ?? "start");
}
