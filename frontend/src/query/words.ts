// The words of the editor, which the page gives in the reader's language.

const NAMES = [
  "editor", "running", "cancel", "cancelled", "failed", "empty", "line", "hint", "more", "queries", "untitled",
  "close", "add", "changed", "result", "keys",
] as const;

export type Words = Readonly<Record<(typeof NAMES)[number], string>>;

export function wordsOf(form: HTMLFormElement): Words {
  const given: unknown = JSON.parse(form.dataset["words"] ?? "{}");
  const table = (given ?? {}) as Record<string, unknown>;
  return Object.fromEntries(NAMES.map((name) => [name, String(table[name] ?? name)])) as unknown as Words;
}

/** Puts values into a sentence: `filled("Line {line}", { line: 3 })`. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
