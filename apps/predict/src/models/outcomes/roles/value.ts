import { finiteProblem, numbersOf, type OutputRole } from './output-role.js';

/** The number of a regression, or a number for each of its targets. */
export const value: OutputRole = {
  columns: ({ names }) => [Math.max(1, names.length)],
  meaning: ({ names }) =>
    names.length === 0
      ? 'a value is one number per row'
      : `values are ${names.length} numbers per row, one for each target`,
  reader: (_output, { names, decide }) =>
    names.length === 0
      ? (data, row) => {
          const prediction = Number(data[row]);
          return Number.isFinite(prediction)
            ? { prediction }
            : `is ${prediction}, which is not a finite number`;
        }
      : (data, row, columns) => {
          const numbers = numbersOf(data, row, columns);
          return finiteProblem(numbers) ?? decide(numbers);
        },
};
