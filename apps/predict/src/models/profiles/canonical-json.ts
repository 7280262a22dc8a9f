/**
 * JSON of which there is one text for one document: no white space, numbers as JavaScript writes them, members in the
 * order of their names (UTF-16 code units, but names that are whole numbers come first).
 */
export function canonicalJson(document: unknown): string {
  return JSON.stringify(document, (_, value: unknown) => (isObject(value) ? sorted(value) : value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(object);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
