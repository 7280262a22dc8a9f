import {
  autocorrelationTime,
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
  /** The errors of rows that were not fitted, to fit the limits to a window; absent in profiles of earlier releases. */
  readonly rowError?: RowError | undefined;
}

/** The errors of single rows of the reference. */
export interface RowError {
  readonly rows: number;
  /**
   * Larger errors count as this one, in all other fields too: a few extreme rows tell little about how features go together.
   * Absent in profiles of earlier releases.
   */
  readonly largest?: number | undefined;
  readonly mean: number;
  /** The mean of rows that were fitted, which a window of reference rows has. */
  readonly fittedMean: number;
  /** ddof 0 */
  readonly deviation: number;
  readonly skewness: number;
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
  /** The distance of every row. */
  readonly distances: Float64Array;
}

/**
 * Learns the main directions of the reference, to detect a change in how features relate even where no single feature drifts
 * (NannyML's data reconstruction with principal components). The threshold is the noise over ten chunks.
 * @param keptVariance the share of variance that the directions keep.
 * @param count keeps so many directions instead.
 * @throws RangeError without columns, or below two rows.
 */
export function fitReconstruction(
  columns: Readonly<Record<string, TableColumn>>,
  keptVariance = 0.65,
  count?: number,
): ReconstructionProfile {
  const entries = Object.entries(columns);
  const rows = entries[0]?.[1].values.length ?? 0;
  if (rows < 2) throw new RangeError('principal components need a column and two rows');
  const encodings = entries.map(([name, column]) => fitEncoding(name, column));
  const encoded = encodeTable(encodings, columns);
  const components = principalComponents(encoded, keptVariance, count);
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
  const threshold = limitsOf(profile, distances);
  return { value, standardError, threshold, alert: isBeyond(threshold, value), distances };
}

/** The standard deviations from the mean to either limit: one steady window in a thousand is beyond them. */
const DEVIATIONS = 3.3;
const MAX_SKEWNESS = 1;

/**
 * Limits that fit the rows of the window and their dependence, by the standard error of the difference of two means and its skewness
 * (E. A. Cornish and R. A. Fisher 1938). What errors beyond the largest one add to the mean of the window, they add to the limits.
 * The limits of the profile where the errors of its rows are not known.
 */
function limitsOf({ threshold, rowError }: ReconstructionProfile, distances: Float64Array): NoiseThreshold {
  if (rowError === undefined) return threshold;
  const { largest = Infinity } = rowError;
  const counted = distances.map((distance) => Math.min(distance, largest));
  const time = autocorrelationTime(counted);
  const [own, reference] = [time / distances.length, time / rowError.rows];
  const scale = Math.sqrt(own + reference);
  const skewness = (rowError.skewness * (own ** 2 - reference ** 2)) / scale ** 3;
  const bent = (Math.max(-MAX_SKEWNESS, Math.min(MAX_SKEWNESS, skewness)) * (DEVIATIONS ** 2 - 1)) / 6;
  const reach = (deviations: number) => rowError.deviation * scale * deviations;
  const least = Math.min(rowError.mean, rowError.fittedMean);
  const beyond = mean(distances) - mean(counted);
  return {
    lower: Math.max(0, least + reach(bent - DEVIATIONS) + beyond),
    upper: rowError.mean + reach(bent + DEVIATIONS) + beyond,
  };
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
