import { itemAt, upperBound } from '../statistics/index.js';

/** A rising function by its corners: linear between them, constant outside. Plain numbers that can be stored as JSON. */
export interface IsotonicCurve {
  /** Ascending. */
  readonly scores: readonly number[];
  /** The probability at each score; never falls. */
  readonly probabilities: readonly number[];
}

/** A distinct score with the sum and the number of its outcomes. */
interface Point {
  score: number;
  sum: number;
  weight: number;
}

/** A run of scores that share one probability. */
interface Block {
  mean: number;
  weight: number;
  points: number;
}

/** Scores this close count as equal, as in scikit-learn. */
const RESOLUTION = 1e-15;

/**
 * Fits the rising function closest to the outcomes by least squares (pool adjacent violators, Ayer et al. 1955), with
 * outcomes of equal scores averaged: scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.
 * @param outcomes 1 where the event happened, 0 where not.
 * @throws RangeError without rows.
 */
export function fitIsotonic(scores: ArrayLike<number>, outcomes: ArrayLike<number>): IsotonicCurve {
  if (scores.length === 0) throw new RangeError('a curve needs at least one row');
  const points = distinctPoints(scores, outcomes);
  const probabilities = poolViolators(points);
  const isCorner = (index: number) =>
    probabilities[index] !== probabilities[index - 1] || probabilities[index] !== probabilities[index + 1];
  return {
    scores: points.filter((_, index) => isCorner(index)).map(({ score }) => score),
    probabilities: probabilities.filter((_, index) => isCorner(index)),
  };
}

/** The probability of a score on the curve. */
export function calibrated({ scores, probabilities }: IsotonicCurve, score: number): number {
  const above = upperBound(scores, score);
  const low = probabilities[above - 1];
  const high = probabilities[above];
  if (low === undefined) return probabilities[0] ?? NaN;
  if (high === undefined) return low;
  const slope = (high - low) / ((scores[above] ?? NaN) - (scores[above - 1] ?? NaN));
  return slope * (score - (scores[above - 1] ?? NaN)) + low;
}

function distinctPoints(scores: ArrayLike<number>, outcomes: ArrayLike<number>): Point[] {
  const order = Array.from(scores, (_, row) => row).sort((a, b) => (scores[a] ?? NaN) - (scores[b] ?? NaN));
  const points: Point[] = [];
  for (const row of order) {
    const last = points.at(-1);
    const [score, outcome] = [scores[row] ?? NaN, outcomes[row] ?? NaN];
    if (last !== undefined && score - last.score < RESOLUTION) {
      last.sum += outcome;
      last.weight++;
    } else {
      points.push({ score, sum: outcome, weight: 1 });
    }
  }
  return points;
}

/**
 * Pools adjacent violators in the order of F. M. T. A. Busing, "Monotone Regression: A Simple and Fast O(n) PAVA
 * Implementation", 2022: sums are carried forward as long as the values fall, then back. SciPy adds in the same order, so
 * the last bits agree, which decide where NannyML rounds.
 */
function poolViolators(points: readonly Point[]): number[] {
  const blocks: Block[] = [];
  for (let index = 0; index < points.length;) {
    let block = single(itemAt(points, index++));
    let before = blocks.at(-1);
    if (before !== undefined && before.mean >= block.mean) {
      let sum = before.weight * before.mean + block.weight * block.mean;
      block = joined(before, block, sum);
      blocks.pop();
      for (let next = points[index]; next && block.mean >= single(next).mean; next = points[++index]) {
        sum += next.weight * single(next).mean;
        block = joined(block, single(next), sum);
      }
      for (before = blocks.at(-1); before && before.mean >= block.mean; before = blocks.at(-1)) {
        sum += before.weight * before.mean;
        block = joined(before, block, sum);
        blocks.pop();
      }
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, points: count }) => Array<number>(count).fill(mean));
}

function single({ sum, weight }: Point): Block {
  return { mean: sum / weight, weight, points: 1 };
}

function joined(left: Block, right: Block, sum: number): Block {
  const weight = left.weight + right.weight;
  return { mean: sum / weight, weight, points: left.points + right.points };
}
