// The queries somebody works on, kept in this browser.  Only their text is kept: answers are asked for anew, so a new
// release makes nothing stale.

import { filled, type Words } from "./words";

interface Tab {
  text: string;
}

interface Kept {
  schema: number;
  release: string;
  active: number;
  tabs: Tab[];
}

const SCHEMA = 1;
const KEY = `partnergraph.queries.${SCHEMA}`;
const MOST = 20;

export class Tabs {
  readonly bar = document.createElement("div");
  /** Whether the data is of another release than when the queries were last seen. */
  readonly changed: boolean;
  private readonly kept: Kept;

  constructor(
    text: string,
    release: string,
    private readonly words: Words,
    private readonly shown: (text: string) => void,
  ) {
    const before = read();
    this.changed = Boolean(before && before.release && before.release !== release && before.tabs.some((tab) => tab.text));
    this.kept = before ?? { schema: SCHEMA, release, active: 0, tabs: [{ text: "" }] };
    this.kept.release = release;
    if (text) this.open(text);
    this.bar.className = "tabs";
    this.bar.setAttribute("role", "list");
    this.bar.setAttribute("aria-label", words.queries);
    this.draw();
    write(this.kept);
  }

  get text(): string {
    return this.kept.tabs[this.kept.active]?.text ?? "";
  }

  /** Keep what is written. */
  write(text: string): void {
    const tab = this.kept.tabs[this.kept.active];
    if (!tab || tab.text === text) return;
    const name = this.name(this.kept.active);
    tab.text = text;
    write(this.kept);
    if (this.name(this.kept.active) !== name) this.draw();
  }

  /** Show the tab that holds a text, or a new one; an empty tab is taken for it. */
  private open(text: string): void {
    const same = this.kept.tabs.findIndex((tab) => tab.text === text);
    const active = this.kept.tabs[this.kept.active];
    if (same >= 0) this.kept.active = same;
    else if (active && !active.text.trim()) active.text = text;
    else this.add(text);
  }

  private add(text: string): void {
    if (this.kept.tabs.length >= MOST) this.kept.tabs.shift();
    this.kept.active = this.kept.tabs.push({ text }) - 1;
  }

  private draw(): void {
    const focused = this.bar.contains(document.activeElement) ? document.activeElement?.getAttribute("data-tab") : null;
    this.bar.replaceChildren(
      ...this.kept.tabs.map((_, number) => this.button(number)),
      item(this.act("+", this.words.add, () => this.change(() => this.add("")))),
    );
    if (focused) this.bar.querySelector<HTMLElement>(`[data-tab="${CSS.escape(focused)}"]`)?.focus();
  }

  private button(number: number): HTMLElement {
    const name = this.name(number);
    const chosen = number === this.kept.active;
    const button = this.act(name, "", () => this.change(() => (this.kept.active = number)));
    button.dataset["tab"] = String(number);
    button.setAttribute("aria-pressed", String(chosen));
    if (this.kept.tabs.length < 2) return item(button);
    return item(button, this.act("×", filled(this.words.close, { name }), () => this.close(number)));
  }

  private act(text: string, label: string, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }

  private close(number: number): void {
    this.change(() => {
      this.kept.tabs.splice(number, 1);
      if (this.kept.active >= number) this.kept.active = Math.max(this.kept.active - 1, 0);
    });
    this.bar.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  }

  private change(act: () => void): void {
    act();
    write(this.kept);
    this.draw();
    this.shown(this.text);
  }

  /** A query is called what its first comment says. */
  private name(number: number): string {
    const lines = (this.kept.tabs[number]?.text ?? "").split("\n");
    const said = lines.map((line) => /^\s*#+\s*(?!view:|defaultView:)(\S.*)$/.exec(line)?.[1]).find(Boolean);
    const short = (said ?? "").trim().slice(0, 32);
    return short || filled(this.words.untitled, { number: number + 1 });
  }
}

function item(...parts: HTMLElement[]): HTMLElement {
  const made = document.createElement("div");
  made.setAttribute("role", "listitem");
  made.append(...parts);
  return made;
}

function read(): Kept | undefined {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    const { schema, release, active, tabs } = (found ?? {}) as Partial<Kept>;
    if (schema !== SCHEMA || !Array.isArray(tabs) || !tabs.length) return undefined;
    const texts = tabs.slice(-MOST).map((tab) => ({ text: typeof tab?.text === "string" ? tab.text : "" }));
    const place = Number.isInteger(active) ? Math.min(Math.max(active as number, 0), texts.length - 1) : 0;
    return { schema: SCHEMA, release: String(release ?? ""), active: place, tabs: texts };
  } catch {
    return undefined; // what cannot be read is begun anew
  }
}

function write(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // without room, or where nothing may be kept, the queries last as long as the page
  }
}
