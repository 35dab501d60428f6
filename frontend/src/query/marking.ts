// A mistake shown where it lies: the place underlined, and below its line what is wrong and what to do.

import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

import type { Problem } from "./problem";

const shown = StateEffect.define<Problem | undefined>();

class Message extends WidgetType {
  constructor(private readonly problem: Problem) {
    super();
  }

  override eq(other: Message): boolean {
    return other.problem === this.problem;
  }

  override toDOM(): HTMLElement {
    const box = document.createElement("div");
    box.className = "cm-mistake";
    for (const sentence of [this.problem.detail, this.problem.hint].filter(Boolean)) {
      box.appendChild(document.createElement("div")).textContent = sentence;
    }
    return box;
  }
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, change) => {
    for (const effect of change.effects) if (effect.is(shown)) return effect.value ? marked(change.state, effect.value) : Decoration.none;
    return change.docChanged ? Decoration.none : marks;
  },
  provide: (from) => EditorView.decorations.from(from),
});

const look = EditorView.theme({
  ".cm-mistaken": {
    textDecoration: "underline wavy var(--pg-bad)",
    textDecorationSkipInk: "none",
    backgroundColor: "color-mix(in srgb, var(--pg-bad) 14%, transparent)",
  },
  ".cm-mistake": {
    padding: "0.35rem 0.75rem",
    borderLeft: "4px solid var(--pg-bad)",
    backgroundColor: "var(--pg-sunken)",
    color: "var(--pg-ink)",
    fontFamily: "var(--pico-font-family-sans-serif, system-ui, sans-serif)",
    whiteSpace: "normal",
  },
});

/** What lets an editor show a mistake. */
export const marking: Extension = [field, look];

/** Show a mistake, or none, until the text changes. */
export function mark(view: EditorView, problem: Problem | undefined): void {
  view.dispatch({ effects: shown.of(problem) });
}

/** Where a problem lies in the text; the server counts characters, the editor units of UTF-16. */
export function placeOf({ doc }: EditorState, problem: Problem): { from: number; to: number } {
  const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
  const before = [...line.text].slice(0, Math.max(problem.column - 1, 0)).join("").length;
  const from = Math.min(line.from + before, line.to);
  const word = /^[\w:?$@<>.#/-]+/.exec(line.text.slice(from - line.from))?.[0] ?? "";
  return { from, to: Math.min(from + Math.max(word.length, 1), line.to) };
}

function marked(state: EditorState, problem: Problem): DecorationSet {
  const { from, to } = placeOf(state, problem);
  const below = Decoration.widget({ widget: new Message(problem), block: true, side: 1 }).range(state.doc.lineAt(from).to);
  return from < to ? Decoration.set([Decoration.mark({ class: "cm-mistaken" }).range(from, to), below], true) : Decoration.set([below]);
}
