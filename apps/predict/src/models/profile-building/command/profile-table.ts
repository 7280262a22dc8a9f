import { type ColumnProfile, driftTests, type DriftTest, type ReferenceProfile } from '@plumbline/evaluation';

/** A table of the columns of a profile with their drift tests. */
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

/** The range of scores on chunks of the reference, and a warning when chance alone can exceed the threshold. */
function noiseOf(column: ColumnProfile): string {
  const { lower, upper } = column.noise;
  if (!Number.isFinite(upper)) return 'unknown';
  const warning = isWithinNoise(column)
    ? '  chance alone may exceed it: raise the threshold or the window'
    : '';
  return `${short(lower)} to ${short(upper)}${warning}`;
}

/** A p-value already includes the noise. */
function isWithinNoise({ method, threshold, noise }: ColumnProfile): boolean {
  const { driftIf }: DriftTest = driftTests[method];
  return driftIf.startsWith('>') && noise.upper > threshold;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
