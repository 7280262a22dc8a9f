import { rocAuc } from '../quality/index.js';
import { mean, MersenneTwister, pairwiseSum } from '../statistics/index.js';
import { calibrated, fitIsotonic } from './isotonic.js';

/** Scores with a larger area under the ROC curve are not calibrated. */
const NEAR_PERFECT = 0.999;

const SPLITS = 10;
const TEST_SHARE = 0.1;
const SEED = 42;
const BINS = 10;

/** Scores this close count as equal when they are ordered: two curves can differ by rounding alone. */
const RESOLUTION = 1e-12;

/**
 * Whether isotonic calibration brings scores closer to the outcomes on rows that it was not fitted on: NannyML 0.13's rule.
 * False when an outcome occurs less than twice or the scores rank almost perfectly; else true when the expected calibration
 * error over ten seeded splits of 90 % and 10 % falls. In NannyML the order of equal scores depends on the processor's sort;
 * here it is the order of the rows, so the result is the same everywhere.
 */
export function needsCalibration(scores: Float64Array, outcomes: Float64Array): boolean {
  const happened = pairwiseSum(outcomes);
  if (Math.min(happened, outcomes.length - happened) < 2) return false;
  if (rocAuc(outcomes, scores) > NEAR_PERFECT) return false;
  const rows: number[] = [];
  const improved: number[] = [];
  const splits = stratifiedShuffles(outcomes, SPLITS, TEST_SHARE, new MersenneTwister(SEED));
  for (const { train, test } of splits) {
    const curve = fitIsotonic(pick(scores, train), pick(outcomes, train));
    for (const row of test) {
      rows.push(row);
      improved.push(calibrated(curve, scores[row] ?? NaN));
    }
  }
  const truth = pick(outcomes, rows);
  return equalCountError(truth, pick(scores, rows)) > equalCountError(truth, Float64Array.from(improved));
}

/** Expected calibration error over bins of equally many rows, ordered by score, then by row. */
function equalCountError(outcomes: Float64Array, scores: Float64Array): number {
  const keys = scores.map((score) => Math.round(score / RESOLUTION));
  const order = Array.from(scores, (_, row) => row).sort(
    (a, b) => (keys[a] ?? NaN) - (keys[b] ?? NaN) || a - b,
  );
  const size = order.length;
  const bins = size <= 2 * BINS ? Math.max(1, Math.floor(size / 2)) : BINS;
  const width = Math.floor(size / bins);
  const starts = Array.from({ length: Math.floor(size / width) }, (_, bin) => bin * width);
  return starts.reduce((error, start, bin) => {
    const rows = order.slice(start, bin === starts.length - 1 ? size : start + width);
    const gap = mean(pick(scores, rows)) - mean(pick(outcomes, rows));
    return error + (rows.length / size) * Math.abs(gap);
  }, 0);
}

function pick(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) picked[index] = values[rows[index] ?? NaN] ?? NaN;
  return picked;
}

/** The rows to fit on and the rows to test on. */
interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Random splits that keep the shares of the two outcomes: scikit-learn's `StratifiedShuffleSplit`, with the same rows from
 * the same generator.
 * @param outcomes 0 or 1, both at least twice.
 */
function* stratifiedShuffles(
  outcomes: ArrayLike<number>,
  splits: number,
  testShare: number,
  random: MersenneTwister,
): Generator<Split> {
  const rowsOf = [0, 1].map((outcome) =>
    Uint32Array.from(Array.from(outcomes, (_, row) => row).filter((row) => outcomes[row] === outcome)),
  );
  const sizes = rowsOf.map((rows) => rows.length);
  const testSize = Math.ceil(testShare * outcomes.length);
  for (let split = 0; split < splits; split++) {
    const trainSizes = allocate(sizes, outcomes.length - testSize, random);
    const rest = sizes.map((size, outcome) => size - (trainSizes[outcome] ?? NaN));
    const testSizes = allocate(rest, testSize, random);
    const train: number[] = [];
    const test: number[] = [];
    rowsOf.forEach((rows, outcome) => {
      const order = random.permutation(rows.length).map((place) => rows[place] ?? 0);
      const trained = trainSizes[outcome] ?? NaN;
      for (const row of order.subarray(0, trained)) train.push(row);
      for (const row of order.subarray(trained, trained + (testSizes[outcome] ?? NaN))) test.push(row);
    });
    yield { train: shuffled(train, random), test: shuffled(test, random) };
  }
}

/** Divides draws in proportion to the sizes; the largest remainders are rounded up. */
function allocate(sizes: readonly number[], draws: number, random: MersenneTwister): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size / total) * draws);
  const shares = exact.map(Math.floor);
  let missing = draws - shares.reduce((sum, share) => sum + share, 0);
  const remainders = exact.map((value, index) => value - (shares[index] ?? NaN));
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = remainders.map((_, index) => index).filter((index) => remainders[index] === remainder);
    const chosen = [...random.permutation(tied.length)].slice(0, missing).map((place) => tied[place] ?? NaN);
    for (const index of chosen) shares[index] = (shares[index] ?? 0) + 1;
    missing -= chosen.length;
  }
  return shares;
}

function shuffled(rows: readonly number[], random: MersenneTwister): Uint32Array {
  return random.permutation(rows.length).map((place) => rows[place] ?? NaN);
}
