import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FeatureRow } from '../../../predict/dist/models/index.js';

/** Characters of a request that fit a command which is read and pasted. */
const MAX_SHOWN = 2_000;

/** The first row without a missing value, else the first row. */
export function exampleRow(rows: readonly FeatureRow[]): FeatureRow {
  const [first = {}] = rows;
  return rows.find((row) => Object.values(row).every((value) => value !== null)) ?? first;
}

/**
 * The argument of curl's `-d` that sends the row. A row that is too long for a command line is written to a file in the
 * current folder.
 */
export async function curlData(row: FeatureRow, { name, version }: { name: string; version: number }) {
  const body = JSON.stringify(row);
  if (body.length <= MAX_SHOWN) return shellQuoted(body);
  const path = resolve(`${name}-${version}-request.json`);
  await writeFile(path, `${body}\n`);
  return `@${shellQuoted(path)}`;
}

/** The text as one word of a POSIX shell. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
