import type { RowPrediction } from '../forms/index.js';
import type { TensorData } from '../../tensors/index.js';
import type { ModelOutput } from './output.schema.js';

/** What an output is read for. */
export interface OutputUse {
  /** Classes, labels or targets, in the order of the manifest; empty for a model of one number. */
  readonly names: readonly string[];
  /** Whether the names are labels, each with a probability of its own, rather than classes, whose probabilities sum to 1. */
  readonly independent?: boolean;
  /** Place of the positive class of a binary model. */
  readonly positive?: number;
  /** Makes the prediction of a row from its numbers, one for each name. */
  readonly decide: (numbers: number[]) => RowPrediction;
}

/** The prediction of a row of so many elements, or the problem with them as the end of a sentence about the output. */
export type RowReader = (data: TensorData, row: number, columns: number) => RowPrediction | string;

/** What the elements of an output mean. */
export interface OutputRole {
  /** The possible numbers of elements in each row. */
  columns(use: OutputUse): readonly number[];
  /** What a row must be, as the end of an error message. */
  meaning(use: OutputUse): string;
  reader(output: ModelOutput, use: OutputUse): RowReader;
}
