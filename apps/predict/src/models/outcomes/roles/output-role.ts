import type { RowPrediction } from '../forms/index.js';
import type { TensorData } from '../../tensors/index.js';
import type { ModelOutput } from './output.schema.js';

/** What an output is read for. */
export interface OutputUse {
  /** The classes of the model, in the order of the manifest; empty for a model of one number. */
  readonly names: readonly string[];
  /** Makes the prediction of a row from its numbers, one for each name. */
  readonly decide: (numbers: number[]) => RowPrediction;
}

/** The prediction of a row of an output, or the problem with its values as the end of a sentence about the output. */
export type RowReader = (data: TensorData, row: number) => RowPrediction | string;

/** What the elements of an output mean. */
export interface OutputRole {
  /** Elements of each row. */
  columns(names: OutputUse['names']): number;
  /** What a row must be, as the end of an error message. */
  meaning(names: OutputUse['names']): string;
  /** Whether the elements may be texts. */
  readonly allowsTexts: boolean;
  reader(output: ModelOutput, use: OutputUse): RowReader;
}
