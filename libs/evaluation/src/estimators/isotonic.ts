import { sortedByOutcome, upperBound } from '../statistics/index.js';

/** A rising function by its corners: linear between them, constant outside. Plain numbers that can be stored as JSON. */
export interface IsotonicCurve {
  /** Ascending. */
  readonly scores: readonly number[];
  /** The probability at each score; never falls. */
  readonly probabilities: readonly number[];
}

/** The distinct scores, ascending, each with the number of its rows and of those where the event happened. */
interface Points {
  readonly scores: Float64Array;
  readonly events: Float64Array;
  readonly rows: Float64Array;
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
  const pooled = poolViolators(points);
  const curve = { scores: [] as number[], probabilities: [] as number[] };
  for (let point = 0; point < pooled.length; point++) {
    const probability = pooled[point] ?? NaN;
    if (probability === pooled[point - 1] && probability === pooled[point + 1]) continue;
    curve.scores.push(points.scores[point] ?? NaN);
    curve.probabilities.push(probability);
  }
  return curve;
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

function distinctPoints(given: ArrayLike<number>, outcomes: ArrayLike<number>): Points {
  const { happened, others } = sortedByOutcome(outcomes, given);
  const scores = new Float64Array(given.length);
  const events = new Float64Array(given.length);
  const rows = new Float64Array(given.length);
  let [points, event, other] = [0, 0, 0];
  while (event < happened.length || other < others.length) {
    const score = Math.min(happened[event] ?? Infinity, others[other] ?? Infinity);
    const [events0, rows0] = [event, event + other];
    while (event < happened.length && !((happened[event] ?? NaN) - score >= RESOLUTION)) event++;
    while (other < others.length && !((others[other] ?? NaN) - score >= RESOLUTION)) other++;
    scores[points] = score;
    events[points] = event - events0;
    rows[points++] = event + other - rows0;
  }
  return {
    scores: scores.subarray(0, points),
    events: events.subarray(0, points),
    rows: rows.subarray(0, points),
  };
}

/**
 * Pools adjacent violators in the order of F. M. T. A. Busing, "Monotone Regression: A Simple and Fast O(n) PAVA
 * Implementation", 2022: sums are carried forward as long as the values fall, then back. SciPy adds in the same order, so
 * the last bits agree, which decide where NannyML rounds.
 * @returns the probability at each point.
 */
function poolViolators({ events, rows }: Points): Float64Array {
  const means = events.map((count, point) => count / (rows[point] ?? NaN));
  // The blocks of points that share a probability so far, in the places of the points.
  const blocks = { means: new Float64Array(rows.length), rows: new Float64Array(rows.length) };
  const ends = new Uint32Array(rows.length);
  let last = -1;
  for (let point = 0; point < rows.length;) {
    let mean = means[point] ?? NaN;
    let weight = rows[point++] ?? NaN;
    if (last >= 0 && (blocks.means[last] ?? NaN) >= mean) {
      let sum = (blocks.rows[last] ?? NaN) * (blocks.means[last] ?? NaN) + weight * mean;
      weight += blocks.rows[last--] ?? NaN;
      mean = sum / weight;
      for (; mean >= (means[point] ?? NaN); point++) {
        sum += (rows[point] ?? NaN) * (means[point] ?? NaN);
        weight += rows[point] ?? NaN;
        mean = sum / weight;
      }
      for (; (blocks.means[last] ?? NaN) >= mean; last--) {
        sum += (blocks.rows[last] ?? NaN) * (blocks.means[last] ?? NaN);
        weight += blocks.rows[last] ?? NaN;
        mean = sum / weight;
      }
    }
    blocks.means[++last] = mean;
    blocks.rows[last] = weight;
    ends[last] = point;
  }
  for (let block = last, end = rows.length; block >= 0; block--) {
    means.fill(blocks.means[block] ?? NaN, ends[block - 1] ?? 0, end);
    end = ends[block - 1] ?? 0;
  }
  return means;
}
