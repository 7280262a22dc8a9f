import { upperBound } from '../statistics/index.js';

/** A rising function by its corners: linear between them, constant outside. Plain numbers, fit to be stored as JSON. */
export interface IsotonicCurve {
  /** Ascending. */
  readonly scores: readonly number[];
  /** The probability at each score; never falls. */
  readonly probabilities: readonly number[];
}

/** A run of scores that share one probability. */
interface Block {
  mean: number;
  weight: number;
  points: number;
}

/** Scores this close are one, as for scikit-learn. */
const RESOLUTION = 1e-15;

/**
 * Fits the rising function that is nearest to the outcomes by least squares (pool adjacent violators, Ayer et al. 1955),
 * outcomes of equal scores averaged: scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.
 * @param outcomes 1 where the event happened, 0 where not.
 * @throws RangeError without rows.
 */
export function fitIsotonic(scores: ArrayLike<number>, outcomes: ArrayLike<number>): IsotonicCurve {
  if (scores.length === 0) throw new RangeError('a curve needs at least one row');
  const points = distinctPoints(scores, outcomes);
  const probabilities = poolViolators(points);
  const isCorner = (index: number) =>
    index === 0 ||
    index === points.length - 1 ||
    probabilities[index] !== probabilities[index - 1] ||
    probabilities[index] !== probabilities[index + 1];
  const corners = points.map((_, index) => index).filter(isCorner);
  return {
    scores: corners.map((index) => points[index]!.score),
    probabilities: corners.map((index) => probabilities[index]!),
  };
}

/** The probability of a score on the curve. */
export function calibrated({ scores, probabilities }: IsotonicCurve, score: number): number {
  const above = upperBound(scores, score);
  const low = probabilities[above - 1];
  const high = probabilities[above];
  if (low === undefined) return probabilities[0]!;
  if (high === undefined) return low;
  const slope = (high - low) / (scores[above]! - scores[above - 1]!);
  return slope * (score - scores[above - 1]!) + low;
}

function distinctPoints(scores: ArrayLike<number>, outcomes: ArrayLike<number>) {
  const order = Array.from(scores, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!);
  const points: { score: number; sum: number; weight: number }[] = [];
  for (const row of order) {
    const last = points.at(-1);
    if (last !== undefined && scores[row]! - last.score < RESOLUTION) {
      last.sum += outcomes[row]!;
      last.weight++;
    } else {
      points.push({ score: scores[row]!, sum: outcomes[row]!, weight: 1 });
    }
  }
  return points;
}

/**
 * Pools what falls, in the order of F. M. T. A. Busing, "Monotone Regression: A Simple and Fast O(n) PAVA Implementation",
 * 2022: sums are carried forward as far as the values fall, then back. SciPy adds in this order too, so the last bits agree,
 * which decide where NannyML rounds.
 */
function poolViolators(points: readonly { sum: number; weight: number }[]): number[] {
  const blocks: Block[] = [];
  for (let index = 0; index < points.length; index++) {
    let block = single(points[index]!);
    const before = blocks.at(-1);
    if (before !== undefined && before.mean >= block.mean) {
      let sum = before.weight * before.mean + block.weight * block.mean;
      block = joined(blocks.pop()!, block, sum);
      for (let next = points[index + 1]; next && block.mean >= single(next).mean; next = points[index + 1]) {
        sum += next.weight * single(next).mean;
        block = joined(block, single(next), sum);
        index++;
      }
      for (let last = blocks.at(-1); last && last.mean >= block.mean; last = blocks.at(-1)) {
        sum += last.weight * last.mean;
        block = joined(blocks.pop()!, block, sum);
      }
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, points: count }) => Array<number>(count).fill(mean));
}

function single({ sum, weight }: { sum: number; weight: number }): Block {
  return { mean: sum / weight, weight, points: 1 };
}

function joined(left: Block, right: Block, sum: number): Block {
  const weight = left.weight + right.weight;
  return { mean: sum / weight, weight, points: left.points + right.points };
}
