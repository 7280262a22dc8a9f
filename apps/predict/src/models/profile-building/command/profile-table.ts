import { type ColumnProfile, driftTests, isDistance, type ReferenceProfile } from '@plumbline/evaluation';

/** A table of the columns of a profile with their drift tests. */
export function profileTable(profile: ReferenceProfile): string {
  const { columns, prediction, predictions = [prediction], embedding } = profile;
  const rows = [
    ['column', 'method', 'threshold', 'noise'],
    ...[...columns, ...predictions].map((column) => [
      column === predictions[0] && predictions.length === 1 ? '(prediction)' : column.name,
      column.method,
      short(column.threshold),
      noiseOf(column),
    ]),
    ...(embedding === undefined
      ? []
      : [['prediction.embedding', 'frechet', short(embedding.threshold), rangeOf(embedding.noise)]]),
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

/** The range of scores of steady windows, and a warning when chance alone can exceed the threshold. */
function noiseOf(column: ColumnProfile): string {
  if (!Number.isFinite(column.noise.upper)) return 'unknown';
  const warning = isWithinNoise(column)
    ? '  chance alone may exceed it: raise the threshold or the window'
    : '';
  return `${rangeOf(column.noise)}${warning}`;
}

function rangeOf({ lower, upper }: ColumnProfile['noise']): string {
  return `${short(lower)} to ${short(upper)}`;
}

/** A p-value already includes the noise. */
function isWithinNoise({ method, threshold, noise }: ColumnProfile): boolean {
  const isPValue = !isDistance(method) && driftTests[method].driftIf.startsWith('<');
  return !isPValue && noise.upper > threshold;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
