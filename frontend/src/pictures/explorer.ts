// Walking through a network: one node at a time has the focus, and what it has to do with stands out.

import type { Loosened } from "./loosened";

const DIRECTIONS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const SIDEWAYS = 2;

/** A node of the picture, where it stands now, and the numbers of its neighbours. */
export interface Spot {
  element: SVGGraphicsElement;
  name: string;
  home: readonly [number, number];
  x: number;
  y: number;
  near: number[];
}

/** An edge of the picture, its path while nothing is loose, and the numbers of its ends. */
export interface Tie {
  element: SVGPathElement;
  path: string;
  start: number;
  end: number;
}

/** The networks of a page, each in a box with `data-explore`. */
export class Explorer {
  private readonly svg: SVGSVGElement;
  private readonly spots: Spot[];
  private readonly ties: Tie[];
  private readonly live = document.createElement("div");
  private loosened: Loosened | undefined;

  constructor(private readonly box: HTMLElement) {
    this.svg = box.querySelector("figure svg") as SVGSVGElement;
    this.spots = [...this.svg.querySelectorAll<SVGGraphicsElement>(".node")].map(spot);
    this.ties = [...this.svg.querySelectorAll<SVGPathElement>(".edges path")].map((element) => ({
      element,
      path: element.getAttribute("d") ?? "",
      start: Number(element.dataset.start),
      end: Number(element.dataset.end),
    }));
  }

  begin(): void {
    this.spots.forEach(({ element }, place) => {
      element.setAttribute("tabindex", place === 0 ? "0" : "-1");
      element.addEventListener("focus", () => this.entered(place));
      element.addEventListener("blur", () => this.light());
      element.addEventListener("pointerenter", () => this.light(place));
      element.addEventListener("pointerleave", () => this.light(this.focused()));
    });
    this.svg.addEventListener("keydown", (event) => this.pressed(event));
    this.live.className = "visually-hidden";
    this.live.setAttribute("aria-live", "polite");
    const line = document.createElement("div");
    line.className = "explorer";
    line.append(this.loosener(), hint(this.box.dataset.hint ?? ""), this.live);
    this.box.querySelector("figure")?.before(line);
  }

  private focused(): number | undefined {
    const place = this.spots.findIndex(({ element }) => element === document.activeElement);
    return place < 0 ? undefined : place;
  }

  private entered(place: number): void {
    this.spots.forEach(({ element }, other) => element.setAttribute("tabindex", other === place ? "0" : "-1"));
    this.light(place);
    const { name, near } = this.spots[place] as Spot;
    const said = (this.box.dataset.said ?? "").replace("{name}", name).replace("{count}", String(near.length));
    this.live.textContent = `${said} ${near.map((each) => this.spots[each]?.name).join(", ")}`;
  }

  private light(place?: number): void {
    const spot = place === undefined ? undefined : this.spots[place];
    this.svg.toggleAttribute("data-lit", spot !== undefined);
    this.spots.forEach(({ element }, other) => {
      element.classList.toggle("here", other === place);
      element.classList.toggle("lit", other === place || (spot?.near.includes(other) ?? false));
    });
    for (const { element, start, end } of this.ties) element.classList.toggle("lit", start === place || end === place);
  }

  private pressed(event: KeyboardEvent): void {
    const place = this.focused();
    if (place === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      this.box.querySelector<HTMLElement>("figure .downloads :is(a, button)")?.focus();
      event.preventDefault();
      return;
    }
    const way = DIRECTIONS[event.key];
    const last = this.spots.length - 1;
    const next = way ? this.toward(place, way) : { Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.spots[next]?.element.focus();
    this.spots[next]?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Return the neighbour that lies most in a direction; where none does, the nearest of all nodes that do. */
  private toward(place: number, [x, y]: readonly [number, number]): number | undefined {
    const from = this.spots[place] as Spot;
    const cost = (other: number): number => {
      const to = this.spots[other] as Spot;
      const [along, across] = [(to.x - from.x) * x + (to.y - from.y) * y, (to.x - from.x) * y + (to.y - from.y) * x];
      return other !== place && along > 1 ? along + SIDEWAYS * Math.abs(across) : Infinity;
    };
    const best = (among: Iterable<number>): number | undefined => {
      let found: number | undefined;
      for (const each of among) {
        if (cost(each) < (found === undefined ? Infinity : cost(found))) found = each;
      }
      return found;
    };
    const beside = y === 0 ? from.near : from.near.filter((each) => this.spots[each]?.x === from.x);
    return best(beside) ?? best(this.spots.keys());
  }

  private loosener(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secondary outline";
    button.textContent = this.box.dataset.free ?? "";
    button.addEventListener("click", () => {
      void this.toggled().then((loose) => {
        button.textContent = (loose ? this.box.dataset.fixed : this.box.dataset.free) ?? "";
      });
    });
    return button;
  }

  private async toggled(): Promise<boolean> {
    if (this.loosened) {
      this.loosened.end();
      this.loosened = undefined;
      return false;
    }
    const { Loosened } = await import("./loosened");
    this.loosened = new Loosened(this.svg, this.spots, this.ties);
    this.loosened.begin();
    return true;
  }
}

function spot(element: SVGGraphicsElement): Spot {
  const home = [Number(element.dataset.x), Number(element.dataset.y)] as const;
  return {
    element,
    name: element.querySelector("title")?.textContent ?? element.querySelector("text")?.textContent ?? "",
    home,
    x: home[0],
    y: home[1],
    near: (element.dataset.near ?? "").split(" ").filter(Boolean).map(Number),
  };
}

function hint(words: string): HTMLElement {
  const note = document.createElement("small");
  note.textContent = words;
  return note;
}
