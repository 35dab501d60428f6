// One question on its way: the seconds it takes so far, and a button that ends it, on the server too.

import type { Words } from "./words";

const LOOK = 100; // milliseconds between two looks at the clock

export class Running {
  readonly line = document.createElement("div");
  private readonly clock = document.createElement("span");
  private readonly stop = document.createElement("button");
  private readonly said = document.createElement("span");
  private controller: AbortController | undefined;
  private timer = 0;

  constructor(private readonly words: Words) {
    this.line.className = "running";
    this.said.setAttribute("role", "status");
    this.clock.setAttribute("aria-hidden", "true");
    this.stop.type = "button";
    this.stop.className = "secondary";
    this.stop.textContent = words.cancel;
    this.stop.hidden = true;
    this.stop.addEventListener("click", () => this.controller?.abort());
    this.line.append(this.said, " ", this.clock, " ", this.stop);
  }

  /** Say something, to whoever sees and to whoever listens. */
  say(text: string): void {
    this.said.textContent = text;
  }

  /** Ask an address, or return undefined where the asking was ended; a later question ends an earlier one. */
  async ask(address: string): Promise<Response | undefined> {
    this.controller?.abort();
    const own = (this.controller = new AbortController());
    const started = performance.now();
    this.say(this.words.running);
    this.stop.hidden = false;
    const tell = (): void => {
      this.clock.textContent = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    };
    clearInterval(this.timer);
    this.timer = window.setInterval(tell, LOOK);
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" }, signal: own.signal });
      const body = await response.blob(); // the answer is here when its last byte is
      return new Response(body, { status: response.status, headers: response.headers });
    } catch (error) {
      if (!own.signal.aborted) throw error;
      if (own === this.controller) this.say(this.words.cancelled);
      return undefined;
    } finally {
      if (own === this.controller) {
        clearInterval(this.timer);
        this.clock.textContent = "";
        this.stop.hidden = true;
      }
    }
  }
}
