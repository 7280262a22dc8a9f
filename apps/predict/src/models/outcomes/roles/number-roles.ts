import type { TensorData } from '../../tensors/index.js';
import type { OutputRole } from './output-role.js';

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

/**
 * A vector that describes the row inside the model. It is logged beside the prediction, so that its drift can be measured.
 * @returns its numbers, or the problem with them as the end of a sentence about the output.
 */
export function readEmbedding(data: TensorData, row: number, columns: number): number[] | string {
  const numbers = numbersOf(data, row, columns);
  return finiteProblem(numbers) ?? numbers;
}

/** The numbers of a row. */
function numbersOf(data: TensorData, row: number, columns: number): number[] {
  const numbers = new Array<number>(columns);
  for (let column = 0; column < columns; column++) numbers[column] = Number(data[row * columns + column]);
  return numbers;
}

/** The problem with numbers that must be finite, if any. */
function finiteProblem(numbers: readonly number[]): string | undefined {
  const broken = numbers.find((number) => !Number.isFinite(number));
  return broken === undefined ? undefined : `is ${broken}, which is not a finite number`;
}

/**
 * Clips the probabilities of one row to 0 to 1 where rounding put them slightly outside.
 * @returns the problem, if they are not probabilities.
 */
function clip(numbers: number[], names: readonly string[], independent = false): string | undefined {
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

/** The probabilities of both classes of a binary model, in their order. */
function pairOf(probability: number, positive: number): number[] {
  return positive === 0 ? [probability, 1 - probability] : [1 - probability, probability];
}

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
