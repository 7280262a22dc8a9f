/** The services that expose `/metrics`. */
export type Service = 'auth' | 'predict';

/** One metric family: what it says, how it is typed and labelled, and which services expose it. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of the histogram's buckets, in the unit of the metric's name. */
  readonly buckets?: readonly number[];
  readonly services: readonly Service[];
}
