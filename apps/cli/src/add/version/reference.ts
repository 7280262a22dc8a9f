import { gzipSync } from 'node:zlib';
import type { FeatureRow } from '../../../../predict/dist/models/index.js';

/** `reference.csv.gz`: the features of each row and `target`, the actual value, empty where it is unknown. */
export function referenceCsv(
  names: readonly string[],
  rows: readonly FeatureRow[],
  actual: readonly unknown[],
): Buffer {
  const lines = rows.map((row, place) =>
    [...names.map((name) => row[name]), actual[place]].map((value) => quoted(value)).join(','),
  );
  return gzipSync(`${[[...names, 'target'].map(quoted).join(','), ...lines].join('\n')}\n`);
}

function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);
  return /[",\n\r]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text;
}
