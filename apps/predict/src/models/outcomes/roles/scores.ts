import { finiteProblem, numbersOf, type OutputRole } from './output-role.js';

/** Numbers that are compared with thresholds: one for each label, or one for how anomalous a row is. */
export const scores: OutputRole = {
  columns: ({ names, independent }) => [independent ? names.length : 1],
  meaning: ({ names, independent }) =>
    independent
      ? `scores are ${names.length} numbers per row, one for each label`
      : 'a score is one number per row',
  reader(_output, { decide }) {
    return (data, row, columns) => {
      const numbers = numbersOf(data, row, columns);
      return finiteProblem(numbers) ?? { prediction: decide(numbers).prediction, scores: numbers };
    };
  },
};
