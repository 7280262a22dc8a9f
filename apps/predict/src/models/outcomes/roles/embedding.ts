import type { TensorData } from '../../tensors/index.js';
import { finiteProblem, numbersOf } from './output-role.js';

/**
 * A vector that describes the row inside the model. It is logged beside the prediction, so that its drift can be measured.
 * @returns its numbers, or the problem with them as the end of a sentence about the output.
 */
export function readEmbedding(data: TensorData, row: number, columns: number): number[] | string {
  const numbers = numbersOf(data, row, columns);
  return finiteProblem(numbers) ?? numbers;
}
