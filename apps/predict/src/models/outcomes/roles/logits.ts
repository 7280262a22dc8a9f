import { finiteProblem, numbersOf, type OutputRole } from './output-role.js';
import { pairOf } from './probability.js';

/**
 * The logit of each class or label, from which probabilities are computed: by softmax over classes, by sigmoid for each label.
 * A binary model may give one number, the logit of the positive class.
 */
export const logits: OutputRole = {
  columns: ({ names, positive }) => (positive === undefined ? [names.length] : [names.length, 1]),
  meaning: ({ names, independent, positive }) =>
    `logits are ${names.length} numbers per row, one for each ${independent ? 'label' : 'class'}` +
    (positive === undefined ? '' : ', or one for the positive class'),
  reader(_output, { independent, positive, decide }) {
    return (data, row, columns) => {
      const numbers = numbersOf(data, row, columns);
      const problem = finiteProblem(numbers);
      if (problem !== undefined) return problem;
      if (independent) return decide(numbers.map(sigmoid));
      return decide(
        columns === 1 && positive !== undefined ? pairOf(sigmoid(numbers[0]!), positive) : softmax(numbers),
      );
    };
  },
};

/** 1 / (1 + exp(-x)), without overflow. */
function sigmoid(x: number): number {
  const power = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + power) : power / (1 + power);
}

/** exp(x) divided by the sum over the classes; the largest is subtracted first, so that no power overflows. */
function softmax(numbers: readonly number[]): number[] {
  const largest = numbers.reduce((one, other) => Math.max(one, other));
  const powers = numbers.map((number) => Math.exp(number - largest));
  const sum = powers.reduce((one, other) => one + other);
  return powers.map((power) => power / sum);
}
