import type { GraphTensor } from '../graph/index.js';

/** An output of the graph and what it gave for some rows. */
export interface SampledOutput {
  readonly output: GraphTensor;
  readonly sample: Sample;
}

/** The elements of a tensor in row-major order. */
export interface Sample {
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

/** How far rounding may put a probability outside 0 to 1, and the sum of a row from 1. */
const TOLERANCE = 1e-3;

/** A label is a text or a whole number per row. */
export function isLabel({ sample }: SampledOutput): boolean {
  return columnsOf(sample) === 1 && (sample.datatype === 'BYTES' || /INT/.test(sample.datatype));
}

export function isNumeric({ sample }: SampledOutput): boolean {
  return sample.datatype.startsWith('FP');
}

/** Whether all numbers lie between 0 and 1. */
export function areShares(sample: Sample): boolean {
  return sample.data.map(Number).every((value) => value >= -TOLERANCE && value <= 1 + TOLERANCE);
}

/** Whether the numbers of each row are shares with a sum of 1. */
export function areProbabilities(sample: Sample): boolean {
  const columns = columnsOf(sample);
  const values = sample.data.map(Number);
  const sumAt = (start: number) =>
    values.slice(start, start + columns).reduce((sum, value) => sum + value, 0);
  return (
    areShares(sample) && values.every((_, at) => at % columns > 0 || Math.abs(sumAt(at) - 1) < TOLERANCE)
  );
}

/** Numbers or texts per row. */
export function columnsOf({ shape: [, ...columns] }: Sample): number {
  return columns.reduce((product, size) => product * size, 1);
}
