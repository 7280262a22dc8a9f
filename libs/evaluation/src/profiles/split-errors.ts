import { MersenneTwister } from '../statistics/index.js';

/** With more rows, halves of some of them show the error. */
const MAX_ROWS = 20_000;
const MAX_REPEATS = 10;
/** Probabilities that all repeats together may calibrate. */
const MAX_VALUES = 2_000_000;
const SEED = 42;

/** A half of the rows whose curves estimate the other half. */
interface Halves {
  readonly fitted: Uint32Array;
  readonly held: Uint32Array;
}

/**
 * The standard errors of estimates from one row of the window and one of the reference, by average. One half of the rows is
 * estimated by what the other half has taught, so that the errors of drawing rows and of calibration both show.
 * @param width the probabilities of a row.
 * @param differenceOf estimates minus realised values on the rows `held`, learned from the rows `fitted`; NaN counts as 0.
 */
export function splitErrors<Average extends string>(
  rows: number,
  width: number,
  averages: readonly Average[],
  differenceOf: (fitted: Uint32Array, held: Uint32Array) => (average: Average) => number,
): Record<Average, number> {
  const step = Math.ceil(rows / MAX_ROWS);
  const taken = Uint32Array.from({ length: Math.ceil(rows / step) }, (_, place) => place * step);
  const halves = halvesOf(taken, Math.floor(MAX_VALUES / (taken.length * width)));
  const squares = new Map(averages.map((average) => [average, 0]));
  for (const { fitted, held } of halves) {
    const difference = differenceOf(fitted, held);
    for (const average of averages)
      squares.set(average, (squares.get(average) ?? 0) + (difference(average) || 0) ** 2);
  }
  // Both halves have a part in the difference, each with the variance of one row over its rows.
  const scale = taken.length / 4 / halves.length;
  return Object.fromEntries(
    averages.map((average) => [average, Math.sqrt((squares.get(average) ?? 0) * scale)]),
  ) as Record<Average, number>;
}

/** Random halves, each used both ways. */
function halvesOf(rows: Uint32Array, affordable: number): Halves[] {
  const random = new MersenneTwister(SEED);
  const repeats = Math.max(1, Math.min(MAX_REPEATS, affordable));
  return Array.from({ length: repeats }, () => {
    const order = random.permutation(rows.length).map((place) => rows[place] ?? NaN);
    const [one, other] = [order.subarray(0, rows.length >> 1), order.subarray(rows.length >> 1)];
    return [
      { fitted: one, held: other },
      { fitted: other, held: one },
    ];
  }).flat();
}
