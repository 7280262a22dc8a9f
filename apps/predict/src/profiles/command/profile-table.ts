import type { ColumnProfile, ReferenceProfile } from '@plumbline/evaluation';

/** A table of the columns of a profile and how they are compared. */
export function profileTable({ columns, prediction }: ReferenceProfile): string {
  const rows = [
    ['column', 'method', 'threshold', 'noise'],
    ...[...columns, prediction].map((column) => [
      column === prediction ? '(prediction)' : column.name,
      column.method,
      short(column.threshold),
      noiseOf(column),
    ]),
  ];
  const widths = rows[0]!.map((_, place) => Math.max(...rows.map((row) => row[place]!.length)));
  return rows
    .map(
      (row) =>
        `  ${row
          .map((text, place) => text.padEnd(widths[place]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Between what the score lies on chunks of the reference. */
function noiseOf({ noise: { lower, upper } }: ColumnProfile): string {
  return Number.isFinite(upper) ? `${short(lower)} to ${short(upper)}` : 'not known';
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
