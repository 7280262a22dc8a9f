/** Stands for every class that a model does not know, in counts of actual values. */
export const OTHER_CLASS = '__other__';

/**
 * A predicted or actual value: a class, the number of a regression, or parts. In the prediction log a class is stored as it
 * is, a number as its shortest decimal text, and parts as a JSON array.
 */
export type Outcome = string | number | OutcomeParts;

/**
 * A number for each label (1 if the row has it, else 0) or for each target, in the order of the manifest. Null where it is
 * unknown, which only actual values can be.
 */
export type OutcomeParts = readonly (number | null)[];

/** The stored text of an outcome. */
export function textOfOutcome(outcome: Outcome): string {
  return typeof outcome === 'object' ? JSON.stringify(outcome) : String(outcome);
}

/** The parts of an outcome of a task that has parts. */
export function partsOf(outcome: Outcome): OutcomeParts {
  if (typeof outcome !== 'object') throw new TypeError(`${outcome} has no parts`);
  return outcome;
}

/** Reads the stored text of parts. */
export function partsOfText(text: string): OutcomeParts {
  return JSON.parse(text) as OutcomeParts;
}

/** Whether a part is unknown. */
export function isPartialOutcome(outcome: Outcome): boolean {
  return typeof outcome === 'object' && outcome.includes(null);
}

/** The stored text of the parts of `after`, and of those of `before` that `after` leaves unknown. */
export function mergedText(before: string, after: string): string {
  const earlier = partsOfText(before);
  return textOfOutcome(partsOfText(after).map((part, place) => part ?? earlier[place] ?? null));
}

/** The prediction of a model for one row. */
export interface RowPrediction {
  readonly prediction: Outcome;
  /** Probability of the predicted class; absent where the model gives none, and for labels. */
  readonly probability?: number;
  /** One number per class or label, in the order of the manifest; absent where the model gives none. */
  readonly probabilities?: readonly number[];
  /** One number per label, or one for the row; absent unless the model gives scores instead of probabilities. */
  readonly scores?: readonly number[];
  /** Absent unless an output has this role. */
  readonly embedding?: readonly number[];
}

/** Largest difference of numbers that count as the same, absolute up to 1 and relative above. */
const TOLERANCE = 1e-4;

/** Whether two outcomes of one model are the same, numbers within the tolerance. */
export function isSameOutcome(expected: Outcome, actual: Outcome, tolerance = TOLERANCE): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
  }
  if (typeof expected !== 'object' || typeof actual !== 'object') return expected === actual;
  return (
    expected.length === actual.length &&
    expected.every((part, place) => isSamePart(part, actual[place], tolerance))
  );
}

const NUMBERS = ['probabilities', 'scores', 'embedding'] as const;

/** Whether two predictions of one model for one row are the same, all numbers within the tolerance. */
export function isSamePrediction(expected: RowPrediction, actual: RowPrediction): boolean {
  return (
    isSameOutcome(expected.prediction, actual.prediction) &&
    NUMBERS.every((key) => isSameOutcome(expected[key] ?? [], actual[key] ?? []))
  );
}

function isSamePart(expected: number | null, actual: number | null | undefined, tolerance: number): boolean {
  if (expected === null || actual == null) return expected === actual;
  return isSameOutcome(expected, actual, tolerance);
}
