import { ModelOutputInvalid } from './inference.errors.js';
import type { ModelRunner } from './model-runner.js';
import type { RowPrediction } from './prediction-decoder.js';
import {
  type FeatureRow,
  type GoldenRow,
  type Manifest,
  rowIssues,
  type RowSchema,
} from '../manifest/index.js';

/** Largest difference of a golden number, absolute up to 1 and relative above. */
export const GOLDEN_TOLERANCE = 1e-4;

/**
 * Runs the golden rows together and each alone, because rows are served in runs of any size.
 * @returns one sentence for each row that breaks the manifest or has another answer.
 */
export async function checkGolden(
  golden: readonly GoldenRow[],
  manifest: Manifest,
  schema: RowSchema,
  runner: Pick<ModelRunner, 'run'>,
): Promise<string[]> {
  const rows: { readonly expected: GoldenRow; readonly row: FeatureRow }[] = [];
  const broken: string[] = [];
  for (const [place, expected] of golden.entries()) {
    const result = schema.safeParse(expected.features);
    if (result.success) rows.push({ expected, row: result.data });
    else broken.push(describe(place, rowIssues(result.error, expected.features).map(issueText).join(', ')));
  }
  if (broken.length > 0) return broken;
  const readTogether = await runner.run(rows.map(({ row }) => row));
  const problems: string[] = [];
  for (const [place, { expected, row }] of rows.entries()) {
    const readAlone = await runner.run([row]);
    for (const read of [() => readTogether(place), () => readAlone(0)]) {
      const difference = differenceOf(expected, read, manifest);
      if (difference !== undefined) problems.push(describe(place, difference));
    }
  }
  return [...new Set(problems)];
}

/** How the answer to a golden row differs, if it does. */
function differenceOf(golden: GoldenRow, read: () => RowPrediction, manifest: Manifest): string | undefined {
  try {
    return compare(golden, read(), manifest);
  } catch (error) {
    if (error instanceof ModelOutputInvalid) return error.message;
    throw error;
  }
}

function compare(golden: GoldenRow, row: RowPrediction, { classes }: Manifest): string | undefined {
  // Classes that are numbers may be written as numbers.
  const expected = classes === null ? golden.prediction : String(golden.prediction);
  if (!isSameAnswer(expected, row.prediction)) {
    return `the prediction is ${row.prediction} instead of ${golden.prediction}`;
  }
  for (const [name, expected] of Object.entries(golden.probabilities ?? {})) {
    const actual = row.probabilities?.[classes?.indexOf(name) ?? -1];
    if (actual === undefined || !isSameAnswer(expected, actual)) {
      return `the probability of ${name} is ${actual ?? 'not given'} instead of ${expected}`;
    }
  }
  return undefined;
}

/** Whether two answers are the same, numbers within the tolerance. */
export function isSameAnswer(expected: string | number, actual: string | number): boolean {
  if (typeof expected === 'string' || typeof actual === 'string') return expected === actual;
  return Math.abs(actual - expected) <= GOLDEN_TOLERANCE * Math.max(1, Math.abs(expected));
}

function issueText({ path, message }: { path: readonly (string | number)[]; message: string }): string {
  return `${path.join('.')} ${message}`;
}

function describe(place: number, problem: string): string {
  return `golden row ${place}: ${problem}`;
}
