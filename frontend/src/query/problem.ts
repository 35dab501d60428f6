// A problem as the server tells it (RFC 9457), with the place in the query where it lies.

export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly hint: string;
  readonly type: string;
  readonly line: number;
  readonly column: number;
}

export async function problemOf(response: Response): Promise<Problem> {
  let said: Record<string, unknown> = {};
  try {
    said = (await response.json()) as Record<string, unknown>;
  } catch {
    // a proxy may answer in words of its own
  }
  return {
    title: text(said["title"]) || `HTTP ${response.status}`,
    detail: text(said["detail"]),
    hint: text(said["hint"]),
    type: text(said["type"]),
    line: Number(said["line"] ?? 0),
    column: Number(said["column"] ?? 0),
  };
}

/** The problem that a page shows already, where the form says so. */
export function problemOn(form: HTMLFormElement): Problem | undefined {
  const { line, column, detail, hint } = form.dataset;
  if (!line) return undefined;
  const where = { line: Number(line), column: Number(column ?? 1) };
  return { title: "", type: "", detail: detail ?? "", hint: hint ?? "", ...where };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
