// The form as a place to work: an editor in place of its field, tabs above it, the answer below it.

import { completing } from "./completing";
import { Editor } from "./editor";
import { type Problem, problemOf, problemOn } from "./problem";
import { Running } from "./running";
import { Tabs } from "./tabs";
import { filled, type Words, wordsOf } from "./words";

let runs = 0;

export class Asking {
  private readonly words: Words;
  private readonly field: HTMLTextAreaElement;
  private readonly format: HTMLSelectElement | HTMLInputElement;
  private readonly running: Running;
  private readonly tabs: Tabs;
  private readonly editor: Editor;

  constructor(private readonly form: HTMLFormElement) {
    this.words = wordsOf(form);
    this.field = form.querySelector("textarea")!;
    this.format = form.elements.namedItem("format") as HTMLSelectElement | HTMLInputElement;
    this.running = new Running(this.words);
    this.tabs = new Tabs(this.field.value, form.dataset["release"] ?? "", this.words, (text) => this.show(text));
    this.editor = new Editor({
      text: this.tabs.text,
      name: this.words.editor,
      keys: this.words.keys,
      complete: completing(form.dataset["terms"] ?? ""),
      changed: (text) => this.keep(text),
      run: () => this.form.requestSubmit(),
    });
  }

  begin(): void {
    this.field.hidden = true;
    this.field.required = false; // nobody could be led to a field that is hidden
    this.field.value = this.editor.text;
    this.field.before(this.tabs.bar, this.editor.host);
    this.form.append(this.running.line);
    const keys = document.createElement("div");
    keys.className = "muted keys";
    keys.textContent = this.words.keys;
    this.form.querySelector("#query-hint")?.after(keys);
    this.form.querySelector("label")?.addEventListener("click", () => this.editor.focus());
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("popstate", () => location.reload());
    const problem = problemOn(this.form);
    if (problem) this.editor.mark(problem);
    if (this.tabs.changed) this.running.say(filled(this.words.changed, { release: this.form.dataset["release"] ?? "" }));
  }

  private keep(text: string): void {
    this.field.value = text;
    this.tabs.write(text);
  }

  private show(text: string): void {
    this.editor.show(text);
    this.field.value = text;
    this.editor.focus();
  }

  private submit(event: SubmitEvent): void {
    if (!this.editor.text.trim()) {
      event.preventDefault();
      this.running.say(this.words.empty);
      this.editor.focus();
      return;
    }
    if (this.format.value !== "html") return; // a file, which the browser fetches
    event.preventDefault();
    void this.run();
  }

  private async run(): Promise<void> {
    const address = this.address();
    this.editor.unmark();
    let response: Response | undefined;
    try {
      response = await this.running.ask(address);
    } catch {
      this.running.say(this.words.failed);
    }
    if (!response) return;
    history.pushState(null, "", address); // first, since the scripts of an answer may come late or not at all
    if (!response.ok) {
      this.showProblem(await problemOf(response));
    } else {
      await this.showResult(await response.text());
    }
  }

  /** The address of the answer, which is the same as without this script. */
  private address(): string {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) asked.append(name, String(value));
    const language = new URLSearchParams(location.search).get("lang");
    if (language) asked.set("lang", language);
    return `${new URL(this.form.action).pathname}?${asked}`;
  }

  private async showResult(page: string): Promise<void> {
    const found = new DOMParser().parseFromString(page, "text/html").querySelector("#result");
    if (!found) return this.running.say(this.words.failed);
    const scripts = [...found.querySelectorAll<HTMLScriptElement>("script[type=module][src]")].map((script) => script.src);
    const result = document.importNode(found, true);
    this.place(result);
    this.running.say(result.querySelector(".status")?.textContent?.replace(/\s+/g, " ").trim() ?? "");
    // A module runs once for each address; what the new pictures need is to run again.
    runs += 1;
    for (const script of new Set(scripts)) await import(`${script}?${runs}`).catch(() => undefined); // it is shown without
  }

  private showProblem(problem: Problem): void {
    if (problem.line) this.editor.mark(problem);
    const section = document.createElement("section");
    section.id = "result";
    section.className = "problem";
    const title = document.createElement("h2");
    title.textContent = problem.title;
    section.append(title, line(problem.detail, "strong"));
    if (problem.line) {
      const go = document.createElement("button");
      go.type = "button";
      go.className = "secondary";
      go.textContent = filled(this.words.line, { line: problem.line, column: problem.column });
      go.addEventListener("click", () => this.editor.goTo(problem));
      section.append(go);
    }
    if (problem.hint) section.append(line(filled(this.words.hint, { hint: problem.hint })));
    if (problem.type.startsWith("/") || problem.type.startsWith(location.origin)) {
      const more = document.createElement("a");
      more.href = problem.type;
      more.textContent = this.words.more;
      section.append(more);
    }
    this.place(section);
    this.running.say([problem.detail, problem.hint].filter(Boolean).join(" ") || problem.title);
  }

  private place(section: Element): void {
    const before = document.getElementById("result");
    if (before) before.replaceWith(section);
    else this.form.after(section);
  }
}

function line(text: string, inside?: string): HTMLElement {
  const paragraph = document.createElement("p");
  const holder = inside ? paragraph.appendChild(document.createElement(inside)) : paragraph;
  holder.textContent = text;
  return paragraph;
}
