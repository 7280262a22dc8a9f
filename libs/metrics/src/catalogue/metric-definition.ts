/** The services that expose `/metrics`. */
export type Service = 'auth' | 'predict';

/** One metric family: type, help, labels, and the services that expose it. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of the histogram's buckets, in the unit of the metric's name. */
  readonly buckets?: readonly number[];
  readonly services: readonly Service[];
}

/** Seconds, from 100 µs (a small model in memory) to 2.5 s. */
export const latencyBuckets = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
] as const;

/** Probabilities, finer near 1, where most confident predictions are. */
export const probabilityBuckets = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1] as const;

/** Rows in one run of a model. */
export const batchSizeBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;
