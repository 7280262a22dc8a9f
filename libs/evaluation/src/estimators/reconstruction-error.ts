import {
  chunksOf,
  isBeyond,
  mean,
  type NoiseThreshold,
  noiseThreshold,
  pairwiseSum,
} from '../statistics/index.js';
import { encodeColumn, type FeatureEncoding, fitEncoding, type TableColumn } from './feature-encoding.js';
import { principalComponents, residualLengths } from './principal-components.js';

/** What was learned from the reference about how its features relate, as plain values that can be stored as JSON. */
export interface ReconstructionProfile {
  readonly encodings: readonly FeatureEncoding[];
  readonly components: readonly (readonly number[])[];
  readonly threshold: NoiseThreshold;
}

/** How far rows are from the pattern of the reference. */
export interface ReconstructionError {
  /** The mean distance of a row from the plane of the components. */
  readonly value: number;
  /** Standard error of that mean; NaN of a single row. */
  readonly standardError: number;
  readonly threshold: NoiseThreshold;
  /** Whether the mean is beyond the threshold. */
  readonly alert: boolean;
}

/**
 * Learns the main directions of the reference, to detect a change in how features relate even where no single feature drifts
 * (NannyML's data reconstruction with principal components). The threshold is the noise over ten chunks.
 * @param keptVariance the share of variance that the directions keep.
 * @throws RangeError without columns, or below two rows.
 */
export function fitReconstruction(
  columns: Readonly<Record<string, TableColumn>>,
  keptVariance = 0.65,
): ReconstructionProfile {
  const entries = Object.entries(columns);
  const rows = entries[0]?.[1].values.length ?? 0;
  if (rows < 2) throw new RangeError('principal components need a column and two rows');
  const encodings = entries.map(([name, column]) => fitEncoding(name, column));
  const encoded = encodeTable(encodings, columns);
  const components = principalComponents(encoded, keptVariance);
  const distances = residualLengths(encoded, components);
  const chunks = chunksOf(rows).map(([start, end]) => mean(distances.subarray(start, end)));
  return { encodings, components, threshold: noiseThreshold(chunks, { least: 0 }) };
}

/** Measures rows against the reference. @param columns those of the reference, by name. */
export function reconstructionError(
  profile: ReconstructionProfile,
  columns: Readonly<Record<string, TableColumn>>,
): ReconstructionError {
  const distances = residualLengths(encodeTable(profile.encodings, columns), profile.components);
  const value = mean(distances);
  const squares = pairwiseSum(distances.map((distance) => (distance - value) ** 2));
  const standardError = Math.sqrt(squares / (distances.length - 1) / distances.length);
  return { value, standardError, threshold: profile.threshold, alert: isBeyond(profile.threshold, value) };
}

function encodeTable(
  encodings: readonly FeatureEncoding[],
  columns: Readonly<Record<string, TableColumn>>,
): Float64Array[] {
  return encodings.map((encoding) => {
    const column = columns[encoding.name];
    if (column === undefined) throw new RangeError(`the column ${JSON.stringify(encoding.name)} is missing`);
    return encodeColumn(encoding, column.values);
  });
}
