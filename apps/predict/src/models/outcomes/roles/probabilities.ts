import { numbersOf, type OutputRole } from './output-role.js';

/** How far rounding may put a probability outside 0 to 1. */
const TOLERANCE = 1e-5;
/** How far the probabilities of a row may sum from 1; graphs that compute in half precision need this much. */
const SUM_TOLERANCE = 1e-3;
const REMEDY = 'apply softmax or sigmoid to the scores in the graph, or give the output the role logits';

/** The probability of each class or label. */
export const probabilities: OutputRole = {
  columns: ({ names }) => [names.length],
  meaning: ({ names, independent }) =>
    `probabilities are ${names.length} numbers per row, one for each ${independent ? 'label' : 'class'}`,
  reader(_output, { names, independent, decide }) {
    return (data, row, columns) => {
      const numbers = numbersOf(data, row, columns);
      return clip(numbers, names, independent) ?? decide(numbers);
    };
  },
};

/**
 * Clips the probabilities of one row to 0 to 1 where rounding put them slightly outside.
 * @returns the problem, if they are not probabilities.
 */
export function clip(numbers: number[], names: readonly string[], independent = false): string | undefined {
  let sum = 0;
  for (const [place, probability] of numbers.entries()) {
    if (!(probability >= -TOLERANCE && probability <= 1 + TOLERANCE)) {
      const remedy = Number.isNaN(probability) ? '' : `; ${REMEDY}`;
      return `is ${probability} for ${independent ? 'label' : 'class'} ${names[place]}, which is not a probability${remedy}`;
    }
    const clipped = Math.min(1, Math.max(0, probability));
    numbers[place] = clipped;
    sum += clipped;
  }
  return independent || Math.abs(sum - 1) <= SUM_TOLERANCE
    ? undefined
    : `has probabilities that sum to ${Number(sum.toPrecision(6))}, not 1; ${REMEDY}`;
}
