import { catalogue } from '@plumbline/metrics';

const LIMITS = [...catalogue.prediction_duration_seconds.buckets];

/** Rows that took at most `upper` seconds, and more than the next smaller limit. */
interface Bucket {
  readonly upper: number;
  readonly rows: number;
}

/**
 * A quantile of the time per row in milliseconds, interpolated within its bucket as `histogram_quantile` of Prometheus does;
 * the lower limit of a bucket without an upper one. Null without rows.
 * @param buckets ascending
 */
export function latencyQuantileMs(quantile: number, buckets: readonly Bucket[]): number | null {
  const total = buckets.reduce((sum, { rows }) => sum + rows, 0);
  if (total === 0) return null;
  const rank = quantile * total;
  let below = 0;
  for (const { upper, rows } of buckets) {
    if (below + rows >= rank) return 1000 * within(upper, (rank - below) / rows);
    below += rows;
  }
  return null;
}

function within(upper: number, share: number): number {
  const lower = LIMITS.reduce((nearest, limit) => (limit < upper ? Math.max(nearest, limit) : nearest), 0);
  return upper === Infinity ? lower : lower + share * Math.max(0, upper - lower);
}
