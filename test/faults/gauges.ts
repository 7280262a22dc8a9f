/** A label that is in a quality window: what was true, and what the client was answered. */
export interface Pair {
  readonly actual: string;
  readonly predicted: string;
}

/** Figures by their series on `/metrics`. */
export type Figures = ReadonlyMap<string, number>;

/** Reads `/metrics`, as Prometheus does. */
export async function scrape(url: string): Promise<Figures> {
  const response = await fetch(`${url}/metrics`);
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

/** The sum of all series of a metric that have these labels, written as on `/metrics`. */
export function sumOf(figures: Figures, metric: string, labels = ''): number {
  const matching = [...figures].filter(
    ([series]) => series.startsWith(`${metric}{`) && series.includes(labels),
  );
  return matching.reduce((sum, [, value]) => sum + value, 0);
}

/** The quality of a classifier by the textbook definitions; undefined where a denominator is 0. */
export function classifierQuality(pairs: readonly Pair[], positive: string) {
  const count = (matches: (pair: Pair) => boolean) => pairs.filter(matches).length;
  const truePositives = count(({ actual, predicted }) => actual === positive && predicted === positive);
  const falsePositives = count(({ actual, predicted }) => actual !== positive && predicted === positive);
  const falseNegatives = count(({ actual, predicted }) => actual === positive && predicted !== positive);
  return {
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    accuracy: ratio(
      count(({ actual, predicted }) => actual === predicted),
      pairs.length,
    ),
  };
}

/** The mean absolute error of a regression; undefined without pairs. */
export function meanAbsoluteError(pairs: readonly Pair[]): number | undefined {
  const sum = pairs.reduce(
    (total, { actual, predicted }) => total + Math.abs(Number(actual) - Number(predicted)),
    0,
  );
  return ratio(sum, pairs.length);
}

function ratio(numerator: number, denominator: number): number | undefined {
  return denominator === 0 ? undefined : numerator / denominator;
}
