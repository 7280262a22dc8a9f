import { MersenneTwister, variance } from '../statistics/index.js';
import type { EstimatedMetric } from './estimated-metric.js';
import { type ClassOutcomes, countOutcomes, type OutcomeCounts } from './realised-metrics.js';

const EXPERIMENTS = 50;
const LARGEST_SAMPLE = 50_000;
const SEED = 42;

/** The metrics that are a mean over some of the rows. */
type CountMetric = Exclude<EstimatedMetric, 'rocAuc' | 'averagePrecision' | 'accuracy'>;

/** The rows that a metric is the mean of, and how many of them count as 1. */
const relevant: Record<CountMetric, (counts: OutcomeCounts) => { ones: number; rows: number }> = {
  precision: ({ tp, fp }) => ({ ones: tp, rows: tp + fp }),
  recall: ({ tp, fn }) => ({ ones: tp, rows: tp + fn }),
  specificity: ({ tn, fp }) => ({ ones: tn, rows: tn + fp }),
  f1: ({ tp, fp, fn }) => ({ ones: tp, rows: tp + fp + fn }),
};

/**
 * The variance of a metric per row of the reference (NannyML's sampling error, squared): the variance of the relevant rows
 * divided by their share. NaN when no row is relevant.
 */
export function rowVariance(metric: EstimatedMetric, rows: ClassOutcomes): number {
  switch (metric) {
    case 'rocAuc':
      return placementVariance(rows);
    case 'averagePrecision':
      return resampledVariance(rows);
    case 'accuracy': {
      const { tp, tn } = countOutcomes(rows);
      return shareVariance((tp + tn) / rows.actual.length);
    }
    case 'precision':
    case 'recall':
    case 'specificity':
    case 'f1': {
      const { ones, rows: relevantRows } = relevant[metric](countOutcomes(rows));
      return shareVariance(ones / relevantRows) / (relevantRows / rows.actual.length);
    }
  }
}

/** NannyML multiplies the standard error of a binary F1 by this: relevant rows divided by the denominator of F1. */
export function f1Correction(rows: ClassOutcomes): number {
  const { tp, fp, fn } = countOutcomes(rows);
  return (tp + fp + fn) / (tp + 0.5 * (fp + fn));
}

/** The variance of a value that is 1 in a share of the rows and 0 in the others. */
export function shareVariance(share: number): number {
  return share * (1 - share);
}

/**
 * The variance of the share of negatives that a positive outranks, divided by the share of positives; computed for the
 * rarer outcome. As in NannyML, a positive in the last rank is left out and shifts the others by one.
 */
function placementVariance({ scores, actual }: ClassOutcomes): number {
  const positives = actual.reduce((sum, happened) => sum + happened, 0);
  const flip = positives / actual.length > 0.5;
  const key = (row: number) => (flip ? 1 - (scores[row] ?? NaN) : (scores[row] ?? NaN));
  const order = Array.from(scores, (_, row) => row).sort((a, b) => key(a) - key(b));
  const isPositive = (row: number) => (actual[row] === 1) !== flip;
  const ranks = order.map((_, rank) => rank).filter((rank) => rank > 0 && isPositive(order[rank] ?? NaN));
  const count = flip ? actual.length - positives : positives;
  const placements = Float64Array.from(ranks, (rank, index) => (rank - index) / (actual.length - count));
  return variance(placements) / (count / actual.length);
}

/** The variance of average precision over fifty seeded resamples of half of the rows, times their size. */
function resampledVariance({ scores, actual }: ClassOutcomes): number {
  const size = Math.min(Math.floor(actual.length / 2), LARGEST_SAMPLE);
  const random = new MersenneTwister(SEED);
  const order = Uint32Array.from(actual, (_, row) => row).sort(
    (a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN),
  );
  const times = new Uint32Array(actual.length);
  const results = Float64Array.from({ length: EXPERIMENTS }, () => {
    times.fill(0);
    for (let draw = 0; draw < size; draw++) {
      const row = random.upTo(actual.length - 1);
      times[row] = (times[row] ?? 0) + 1;
    }
    return repeatedAveragePrecision(order, scores, actual, times);
  });
  return variance(results) * size;
}

/**
 * The average precision of rows that are each repeated a number of times; 0 without a positive row.
 * @param order the rows, from the highest score to the lowest.
 */
function repeatedAveragePrecision(
  order: Uint32Array,
  scores: Float64Array,
  actual: Float64Array,
  times: Uint32Array,
): number {
  let [positives, negatives, found, sum] = [0, 0, 0, 0];
  for (let place = 0; place < order.length; place++) {
    const row = order[place] ?? 0;
    if (actual[row]) positives += times[row] ?? 0;
    else negatives += times[row] ?? 0;
    const next = order[place + 1];
    const isCut = next === undefined || scores[next] !== scores[row];
    if (!isCut || positives === found) continue;
    sum += (positives - found) * (positives / (positives + negatives));
    found = positives;
  }
  return positives === 0 ? 0 : sum / positives;
}
