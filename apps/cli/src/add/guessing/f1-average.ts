import { UsageError } from '../../command-line/index.js';

/** How F1 is averaged by default, and otherwise. */
const averages = {
  binary: ['binary', 'macro', 'micro', 'weighted'],
  multiclass: ['weighted', 'macro', 'micro'],
  multilabel: ['micro', 'samples', 'macro', 'weighted'],
  anomaly: ['binary'],
} as const;

/** The average of F1 for a task. @throws {UsageError} when the given one does not fit it */
export function averageFor(task: keyof typeof averages, given: string | undefined): string {
  const possible: readonly string[] = averages[task];
  const average = possible.find((each) => each === (given ?? possible[0]));
  if (average !== undefined) return average;
  throw new UsageError(`--f1-average must be one of ${possible.join(', ')}, not ${given}`);
}
