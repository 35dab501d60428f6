// What completes a word of a query: variables of the query, our terms and prefixes, and words of SPARQL.
// All of it comes from our own server, once; nothing that is typed goes anywhere.

import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";

interface Term {
  readonly name: string;
  readonly kind: string;
  readonly label: string;
  readonly about: string;
}

interface Vocabulary {
  readonly prefixes: Readonly<Record<string, string>>;
  readonly terms: readonly Term[];
  readonly properties: Readonly<Record<string, readonly string[]>>;
  readonly keywords: readonly string[];
  readonly functions: readonly string[];
}

const MOST_BOOST = 90; // of 99

const EMPTY: Vocabulary = { prefixes: {}, terms: [], properties: {}, keywords: [], functions: [] };

export function completing(address: string): CompletionSource {
  let asked: Promise<Vocabulary> | undefined;
  const vocabulary = (): Promise<Vocabulary> => (asked ??= fetched(address));

  return async (context) => {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) return { from: variable.from, options: variables(context), validFor: /^[?$]\w*$/ };
    const prefix = context.matchBefore(/\bprefix\s+\w*/i);
    const words = await vocabulary();
    if (context.aborted) return null;
    if (prefix) return declared(words, prefix.from + /^\S+\s+/.exec(prefix.text)![0].length);
    return named(context, words);
  };
}

async function fetched(address: string): Promise<Vocabulary> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Vocabulary) : EMPTY;
  } catch {
    return EMPTY; // one can write without completion
  }
}

function variables(context: CompletionContext): Completion[] {
  const here = context.matchBefore(/[?$]\w*/)?.text;
  const found = context.state.doc.toString().matchAll(/[?$]\w+/g);
  const counted = new Map<string, number>();
  for (const [name] of found) counted.set(name, (counted.get(name) ?? 0) + 1);
  return [...counted].filter(([name, count]) => name !== here || count > 1).map(([label]) => ({ label, type: "variable" }));
}

function declared(words: Vocabulary, from: number): CompletionResult {
  const options = Object.entries(words.prefixes).map(([name, iri]) => ({ label: `${name}:`, detail: iri, apply: `${name}: <${iri}>` }));
  return { from, options };
}

function named(context: CompletionContext, words: Vocabulary): CompletionResult | null {
  const word = context.matchBefore(/[\p{L}\w-]*:?[\p{L}\w-]*/u);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const here = new Map(propertiesHere(context, words).map((name, place) => [name, Math.max(MOST_BOOST - place, 1)]));
  const terms = words.terms.map((term) => asCompletion(term, words, here));
  const colon = word.text.includes(":");
  const others = colon ? [] : [
    ...words.keywords.map((label) => ({ label, type: "keyword" })),
    ...words.functions.map((label) => ({ label, type: "function", apply: `${label}(` })),
  ];
  return { from: word.from, options: [...terms, ...(colon ? [] : byLabel(words, here)), ...others] };
}

function asCompletion(term: Term, words: Vocabulary, boosts: ReadonlyMap<string, number>): Completion {
  return {
    label: term.name,
    detail: term.label,
    ...(term.about ? { info: term.about } : {}),
    type: term.kind,
    boost: boosts.get(term.name) ?? 0,
    apply: (view, _completion, from, to) => put(view, term.name, words, from, to),
  };
}

/** People know what a thing is called rather than how its term is written. */
function byLabel(words: Vocabulary, boosts: ReadonlyMap<string, number>): Completion[] {
  return words.terms
    .filter((term) => term.label && !term.name.toLowerCase().endsWith(`:${term.label.toLowerCase()}`))
    .map((term) => ({ ...asCompletion(term, words, boosts), label: term.label, detail: term.name }));
}

/** Writes a term, and declares its prefix where the query does not. */
function put(view: EditorView, name: string, words: Vocabulary, from: number, to: number): void {
  const [prefix = ""] = name.split(":");
  const iri = words.prefixes[prefix];
  const known = new RegExp(`\\bprefix\\s+${prefix}:`, "i").test(view.state.doc.toString());
  const at = afterComments(view);
  const line = !known && iri ? `PREFIX ${prefix}: <${iri}>\n` : "";
  view.dispatch({
    changes: [...(line ? [{ from: at, insert: line }] : []), { from, to, insert: name }],
    selection: { anchor: from + line.length + name.length },
    userEvent: "input.complete",
  });
}

/** Where prologues begin: after the comments at the top. */
function afterComments(view: EditorView): number {
  const { doc } = view.state;
  for (let number = 1; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    if (line.text.trim() && !line.text.trim().startsWith("#")) return line.from;
  }
  return 0;
}

/** The properties that the thing has of which one writes, by the class that the query gives it. */
function propertiesHere(context: CompletionContext, words: Vocabulary): readonly string[] {
  const before = context.state.sliceDoc(0, context.pos);
  const statement = before.slice(Math.max(...["{", "}", ". ", ".\n"].map((mark) => before.lastIndexOf(mark))) + 1);
  const subject = /[?$]\w+/.exec(statement)?.[0];
  if (!subject) return [];
  const text = context.state.doc.toString();
  const of = new RegExp(`\\${subject}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`).exec(text)?.[1];
  return (of && words.properties[of]) || [];
}
