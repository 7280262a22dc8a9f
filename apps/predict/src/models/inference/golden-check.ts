import { ModelOutputInvalid } from './inference.errors.js';
import {
  isSameOutcome,
  type JsonOutcome,
  outcomeFormOf,
  outcomeKindOf,
  type RowPrediction,
} from '../outcomes/index.js';
import { ValidationFailed } from '@plumbline/errors';
import { type FeatureRow, type GoldenRow, type Manifest, readRow } from '../manifest/index.js';
import type { CheckedModel } from './loaded-model.js';

/** What to do when a row has another answer only beside other rows, as in dynamically quantized graphs. */
const ROWS_INFLUENCE =
  'alone it has the expected one, so rows influence each other: set "batching": false, or a larger "golden_tolerance"';

/**
 * Runs the golden rows together and each alone, because rows are served in runs of any size.
 * @returns one sentence for each row that breaks the manifest or has another answer.
 */
export async function checkGolden(
  golden: readonly GoldenRow[],
  {
    manifest,
    rowSchema,
    prepare,
    runner,
  }: Pick<CheckedModel, 'manifest' | 'rowSchema' | 'prepare' | 'runner'>,
): Promise<string[]> {
  const rows: { readonly expected: GoldenRow; readonly row: FeatureRow }[] = [];
  const broken: string[] = [];
  for (const [place, expected] of golden.entries()) {
    try {
      const row = readRow(rowSchema, expected.features);
      rows.push({ expected, row: prepare === undefined ? row : await prepare(row) });
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      broken.push(describe(place, error.extensions.issues.map(issueText).join(', ')));
    }
  }
  if (broken.length > 0) return broken;
  const readTogether = await runner.run(rows.map(({ row }) => row));
  const problems: string[] = [];
  for (const [place, { expected, row }] of rows.entries()) {
    const readAlone = await runner.run([row]);
    const together = differenceOf(expected, () => readTogether(place), manifest);
    const alone = differenceOf(expected, () => readAlone(0), manifest);
    if (alone !== undefined) problems.push(describe(place, alone));
    else if (together !== undefined) problems.push(describe(place, `${together}; ${ROWS_INFLUENCE}`));
  }
  return problems;
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

function compare(golden: GoldenRow, row: RowPrediction, manifest: Manifest): string | undefined {
  const { golden_tolerance: tolerance } = manifest;
  const kind = outcomeKindOf(manifest);
  const form = outcomeFormOf(kind);
  const expected = form.read(golden.prediction);
  if (expected.problem !== undefined) return `the prediction ${expected.problem}`;
  if (!isSameOutcome(expected.outcome, row.prediction, tolerance)) {
    return `the prediction is ${textOf(form.toJson(row.prediction))} instead of ${textOf(golden.prediction)}`;
  }
  for (const [name, expected] of Object.entries(golden.probabilities ?? {})) {
    const actual = row.probabilities?.[kind.names.indexOf(name)];
    if (actual === undefined || !isSameOutcome(expected, actual, tolerance)) {
      return `the probability of ${name} is ${actual ?? 'not given'} instead of ${expected}`;
    }
  }
  return undefined;
}

function textOf(value: JsonOutcome): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function issueText({ path, message }: { path: readonly (string | number)[]; message: string }): string {
  return `${path.join('.')} ${message}`;
}

function describe(place: number, problem: string): string {
  return `golden row ${place}: ${problem}`;
}
