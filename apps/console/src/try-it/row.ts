import type { Feature } from '../api/index.js';

/** What is typed or chosen for each feature, by its name; empty for a value that is not given. */
export type Entries = Readonly<Record<string, string>>;

/** The examples of the manifest, so that the form can be sent as it is. */
export function exampleEntries(features: readonly Feature[]): Entries {
  return Object.fromEntries(features.map(({ name, example }) => [name, entryOf(example)]));
}

/** The row that the entries mean. A value that cannot be read is sent as it is: predict says what is wrong with it. */
export function rowOf(features: readonly Feature[], entries: Entries): Record<string, unknown> {
  const given = features.flatMap((feature): [string, unknown][] => {
    const entry = entries[feature.name] ?? '';
    return entry.trim() === '' && feature.type !== 'text' ? [] : [[feature.name, valueOf(feature, entry)]];
  });
  return Object.fromEntries(given);
}

function entryOf(example: unknown): string {
  if (example === undefined || example === null) return '';
  if (Array.isArray(example)) return tableText(example);
  return typeof example === 'string' ? example : JSON.stringify(example);
}

/** Rows of numbers as lines of a table; other arrays as JSON. */
function tableText(array: readonly unknown[]): string {
  const isTable = array.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'number'));
  return isTable ? array.map((row) => row.join(', ')).join('\n') : JSON.stringify(array);
}

function valueOf({ type, categories, shape = [] }: Feature, entry: string): unknown {
  switch (type) {
    case 'number':
    case 'integer':
      return numberOrText(entry);
    case 'boolean':
      return entry === 'true';
    case 'category':
      return categories?.find((category) => String(category) === entry) ?? entry;
    case 'array':
      return arrayOf(entry, shape);
    case 'text':
    case 'date':
    case 'image':
      return entry;
  }
}

/** JSON, or the cells of a pasted table in rows of the last dimension. */
function arrayOf(entry: string, shape: readonly number[]): unknown {
  const text = entry.trim();
  if (text.startsWith('[')) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  const cellsOf = (line: string) =>
    line
      .split(/[,;\s]+/)
      .filter((cell) => cell !== '')
      .map(numberOrText);
  const lines = text
    .split('\n')
    .map(cellsOf)
    .filter((cells) => cells.length > 0);
  return shape.length === 1 ? lines.flat() : lines;
}

function numberOrText(text: string): number | string {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? text : value;
}
