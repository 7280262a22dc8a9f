/** From the worst one: a loss of quality, a sign of one, something that is not known, and nothing of these. */
export const statuses = ['degraded', 'watch', 'unknown', 'healthy'] as const;

export type Status = (typeof statuses)[number];

/** One result of an evaluation, in words. */
export interface Finding {
  readonly status: Status;
  /** One sentence for readers who do not know the method. */
  readonly summary: string;
  /** The figure with its window, its average and how sure it is. */
  readonly evidence: string;
  /** What to do next; absent where there is nothing to do. */
  readonly action?: string;
}
