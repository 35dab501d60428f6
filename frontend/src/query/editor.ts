// The editor: CodeMirror in a shadow root.
//
// There it hands its styles to the browser as objects, which the policy of our pages allows; in the page itself it would
// write a <style>, which the policy forbids.

import { autocompletion, completionKeymap, type CompletionSource } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { mark, marking, placeOf } from "./marking";
import type { Problem } from "./problem";

export interface Choices {
  readonly text: string;
  readonly name: string;
  readonly keys: string;
  readonly complete: CompletionSource;
  readonly changed: (text: string) => void;
  readonly run: () => void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--pg-ours)", fontWeight: "600" },
  { tag: [tags.standard(tags.variableName), tags.standard(tags.name)], color: "var(--pg-ours)" },
  { tag: tags.local(tags.variableName), color: "var(--pg-theirs)" },
  { tag: tags.string, color: "var(--pg-accent)" },
  { tag: tags.atom, color: "var(--pg-accent)" },
  { tag: tags.comment, color: "var(--pg-muted)", fontStyle: "italic" },
  { tag: [tags.meta, tags.number], color: "var(--pg-theirs)" },
]);

const look = EditorView.theme({
  "&": {
    color: "var(--pg-ink)",
    backgroundColor: "var(--pg-raised)",
    border: "1px solid var(--pico-form-element-border-color)",
    borderRadius: "var(--pico-border-radius)",
    fontSize: "0.95rem",
  },
  "&.cm-focused": { outline: "none" }, // the host shows it
  ".cm-scroller": { minHeight: "15rem", maxHeight: "34rem", overflow: "auto", lineHeight: "1.5" },
  ".cm-content": { fontFamily: "var(--pico-font-family-monospace)", caretColor: "var(--pg-ink)", padding: "0.6rem 0" },
  ".cm-gutters": { backgroundColor: "var(--pg-sunken)", color: "var(--pg-muted)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--pg-ours) 5%, transparent)" },
  "&.cm-focused .cm-selectionBackground, ::selection": { backgroundColor: "var(--pg-ours-soft)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--pg-theirs-soft)", outline: "1px solid currentcolor" },
  ".cm-tooltip": {
    backgroundColor: "var(--pg-raised)",
    color: "var(--pg-ink)",
    border: "1px solid var(--pg-line)",
    borderRadius: "var(--pico-border-radius)",
    maxWidth: "min(34rem, 90vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--pg-ours)", color: "var(--pico-primary-inverse)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionDetail": { color: "var(--pg-muted)", fontStyle: "normal" },
  ".cm-completionInfo": { padding: "0.4rem 0.6rem" },
});

export class Editor {
  readonly host = document.createElement("div");
  private readonly view: EditorView;

  constructor(choices: Choices) {
    this.host.className = "editor";
    const root = this.host.attachShadow({ mode: "open" });
    const mount = document.createElement("div");
    root.append(mount);
    this.view = new EditorView({
      root,
      parent: mount,
      state: EditorState.create({
        doc: choices.text,
        extensions: [
          keymap.of([
            { key: "Mod-Enter", run: () => (choices.run(), true) },
            // Tab is in none of these, so it leaves the field as everywhere else.
            ...defaultKeymap, ...historyKeymap, ...completionKeymap,
          ]),
          lineNumbers(),
          marking,
          history(),
          bracketMatching(),
          highlightActiveLine(),
          indentUnit.of("  "),
          StreamLanguage.define(sparql),
          syntaxHighlighting(colours),
          autocompletion({ override: [choices.complete], icons: false }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": `${choices.name}. ${choices.keys}`, tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) choices.changed(update.state.doc.toString());
          }),
          look,
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Put another text into the editor, without a way back to the one before: it is another query. */
  show(text: string): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
    this.unmark();
  }

  focus(): void {
    this.view.focus();
  }

  /** Mark where a problem lies, and say there what it is. */
  mark(problem: Problem): void {
    mark(this.view, problem);
  }

  unmark(): void {
    mark(this.view, undefined);
  }

  /** Put the cursor where a problem lies. */
  goTo(problem: Problem): void {
    this.view.dispatch({ selection: { anchor: placeOf(this.view.state, problem).from }, scrollIntoView: true });
    this.view.focus();
  }
}
