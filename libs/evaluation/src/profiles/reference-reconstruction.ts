import {
  fitReconstruction,
  reconstructionError,
  type ReconstructionProfile,
  type RowError,
  type TableColumn,
} from '../estimators/index.js';
import { mean, quantile, sortedCopy, variance } from '../statistics/index.js';

type Table = Readonly<Record<string, TableColumn>>;

/** The largest error that counts is this many times the one that one row in a hundred exceeds. */
const LARGEST = 2;

/** Up to so many values the pattern is fitted five times without a fifth of the rows, else twice without a half. */
const FEW_VALUES = 200_000;

/**
 * The pattern of the reference with the errors of its rows. The error of a row is measured by a pattern that was fitted without it,
 * since the rows of a window were not fitted either; one with as many directions, since one more makes all errors smaller.
 */
export function referenceReconstruction(table: Table, rows: number): ReconstructionProfile {
  const profile = fitReconstruction(table);
  const folds = rows * Object.keys(table).length <= FEW_VALUES ? 5 : 2;
  if (rows < 2 * folds) return profile;
  const errors = Array.from({ length: folds }, (_, fold) => {
    const rest = rowsOf(table, (row) => row % folds !== fold);
    const others = fitReconstruction(rest, undefined, profile.components.length);
    return reconstructionError(
      others,
      rowsOf(table, (row) => row % folds === fold),
    ).distances;
  });
  const all = joined(errors);
  const largest = LARGEST * quantile(sortedCopy(all), 0.99);
  const counted = (values: Float64Array) => values.map((error) => Math.min(error, largest));
  const fittedMean = mean(counted(reconstructionError(profile, table).distances));
  return { ...profile, rowError: { largest, ...rowErrorOf(counted(all)), fittedMean } };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

function rowErrorOf(errors: Float64Array): Omit<RowError, 'largest' | 'fittedMean'> {
  const centre = mean(errors);
  const deviation = Math.sqrt(variance(errors));
  const skewness = deviation > 0 ? mean(errors.map((error) => ((error - centre) / deviation) ** 3)) : 0;
  return { rows: errors.length, mean: centre, deviation, skewness };
}

function rowsOf(table: Table, isTaken: (row: number) => boolean): Table {
  return Object.fromEntries(
    Object.entries(table).map(([name, { kind, values }]): [string, TableColumn] => {
      const taken =
        values instanceof Float64Array
          ? values.filter((_, row) => isTaken(row))
          : Array.from(values).filter((_, row) => isTaken(row));
      return [name, { kind, values: taken }];
    }),
  );
}
