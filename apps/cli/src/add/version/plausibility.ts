import type { Manifest } from '../../../../predict/dist/models/index.js';

/**
 * Reasons to doubt that the features or classes are in the right order: a model that is worse than one that ignores the row.
 * @param actual the actual value of each row
 * @param predicted the answer to each row
 */
export function doubts(
  { task, metrics, classes }: Pick<Manifest, 'task' | 'metrics' | 'classes'>,
  actual: readonly unknown[],
  predicted: readonly unknown[] = [],
): string[] {
  const { r2, accuracy }: { readonly r2?: number; readonly accuracy?: number } = metrics ?? {};
  if (r2 !== undefined && r2 < 0) {
    return [
      `the predictions are further from the actual values than their mean is (r2 ${rounded(r2)}); ` +
        'check the order of the features (--features) and their types (--type)',
    ];
  }
  const share = largestShare(actual);
  const hasClasses = task === 'binary' || task === 'multiclass';
  if (!hasClasses || accuracy === undefined || accuracy >= share) return [];
  return [
    `the model is right about ${percent(accuracy)} of the rows, and ${percent(share)} of them are of one class; ` +
      `check the order of the features (--features) and of the classes (--classes)${betterOrder(classes ?? [], actual, predicted)}`,
  ];
}

/** The order in which each class is the one that the rows have most often where the model answers it. */
function betterOrder(
  classes: readonly string[],
  actual: readonly unknown[],
  predicted: readonly unknown[],
): string {
  const order = classes.map((name) => {
    const of = actual.filter((value, row) => value != null && predicted[row] === name).map(String);
    return classes.find((other) => 2 * of.filter((value) => value === other).length > of.length);
  });
  const isOther =
    new Set(order).size === classes.length && !order.includes(undefined) && order.join() !== classes.join();
  return isOther ? `; the rows fit --classes ${order.join(',')}` : '';
}

function largestShare(actual: readonly unknown[]): number {
  const counts = new Map<string, number>();
  const known = actual.filter((value) => value != null);
  for (const value of known.map((each) => JSON.stringify(each)))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / Math.max(1, known.length);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
