import type { OutputRole } from './output-role.js';
import { clip } from './probabilities.js';

/** The probability of the positive class of a binary model. */
export const probability: OutputRole = {
  columns: () => [1],
  meaning: () => 'a probability is one number per row, that of the positive class',
  reader(_output, { names, positive = 1, decide }) {
    const positiveName = [names[positive]!];
    return (data, row) => {
      const numbers = [Number(data[row])];
      return clip(numbers, positiveName, true) ?? decide(pairOf(numbers[0]!, positive));
    };
  },
};

/** The probabilities of both classes of a binary model, in their order. */
export function pairOf(probability: number, positive: number): number[] {
  return positive === 0 ? [probability, 1 - probability] : [1 - probability, probability];
}
