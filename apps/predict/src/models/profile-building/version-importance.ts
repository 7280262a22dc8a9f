import {
  type FeatureImportance,
  importanceOf,
  type ImportanceProfile,
  permutationOrders,
} from '@plumbline/evaluation';
import type { CheckedModel } from '../inference/index.js';
import type { FeatureRow, Manifest } from '../manifest/index.js';
import { type Outcome, textOfOutcome } from '../outcomes/index.js';
import { labelScores } from '../profiles/index.js';
import type { ReferenceColumns } from './reference-columns.js';

/** Predictions that are made at most, which bounds the time of wide and slow models. */
const MAX_PREDICTIONS = 20_000;
const REPEATS = 5;
const MIN_ROWS = 100;
const MAX_ROWS = 1_000;
const SEED = 1;
const ROWS_PER_RUN = 500;

/** The importance of the features of a version, or why it is not known. */
export async function versionImportance(
  model: CheckedModel,
  columns: Pick<ReferenceColumns, 'actual' | 'row'>,
): Promise<ImportanceProfile> {
  const { features } = model.manifest;
  if (features.some(({ type }) => type === 'image')) {
    return { absent: 'images are not kept while a profile is built, so the model cannot run on them again' };
  }
  const size = importanceSize(features.length);
  if (size === undefined)
    return { absent: `the model has ${features.length} features, too many to shuffle each` };
  const places = labelledPlaces(columns.actual, size.rows);
  if (places.length < MIN_ROWS) {
    return { absent: `the reference has ${places.length} rows with a label, fewer than ${MIN_ROWS}` };
  }
  const actual = places.map((place) => columns.actual[place]!);
  return measureImportance(model, { rows: places.map((place) => columns.row(place)), actual }, size.repeats);
}

/** Labelled reference rows. */
interface ImportanceRows {
  readonly rows: readonly FeatureRow[];
  readonly actual: readonly Outcome[];
}

/** The number of rows and repetitions that fit into the bound; undefined when a model has too many features. */
function importanceSize(features: number): { readonly rows: number; readonly repeats: number } | undefined {
  const repeats = Math.min(REPEATS, Math.floor(MAX_PREDICTIONS / (features * MIN_ROWS)));
  if (repeats === 0) return undefined;
  return { repeats, rows: Math.min(MAX_ROWS, Math.floor(MAX_PREDICTIONS / (features * repeats))) };
}

/** The places of the labelled rows that are taken, at random (seeded). */
function labelledPlaces(actual: readonly (Outcome | null)[], rows: number): number[] {
  const labelled = actual.flatMap((outcome, place) => (outcome === null ? [] : [place]));
  const [order = new Uint32Array()] = permutationOrders(labelled.length, 1, SEED);
  return Array.from(order.subarray(0, rows), (place) => labelled[place] ?? 0);
}

/**
 * Permutation importance: how much F1, averaged as the manifest says, falls when the values of a feature are shuffled among
 * reference rows, or how much the mean absolute error rises.
 */
async function measureImportance(
  { manifest, runner }: CheckedModel,
  { rows, actual }: ImportanceRows,
  repeats: number,
): Promise<ImportanceProfile> {
  const texts = actual.map(textOfOutcome);
  const score = async (given: readonly FeatureRow[]) =>
    scoreOf(manifest, texts, await predictedTexts(runner, given));
  const baseline = await score(rows);
  const orders = permutationOrders(rows.length, repeats, SEED);
  const features: FeatureImportance[] = [];
  for (const { name } of manifest.features) {
    const permuted: number[] = [];
    for (const order of orders) permuted.push(await score(shuffled(rows, name, order)));
    features.push({ name, ...importanceOf(baseline, permuted) });
  }
  return { absent: null, metric: metricOf(manifest), rows: rows.length, repeats, features };
}

function shuffled(rows: readonly FeatureRow[], name: string, order: Uint32Array): FeatureRow[] {
  return rows.map((row, place) => ({ ...row, [name]: rows[order[place]!]![name] ?? null }));
}

async function predictedTexts(
  runner: CheckedModel['runner'],
  rows: readonly FeatureRow[],
): Promise<string[]> {
  const texts: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_RUN) {
    const part = rows.slice(start, start + ROWS_PER_RUN);
    const read = await runner.run(part);
    for (let place = 0; place < part.length; place++) texts.push(textOfOutcome(read(place).prediction));
  }
  return texts;
}

/** Larger is better. */
function scoreOf(manifest: Manifest, actual: readonly string[], predicted: readonly string[]): number {
  const scores = labelScores(
    manifest,
    actual.map((text, place) => ({ actual: text, predicted: predicted[place] ?? '' })),
  );
  const { value } = scores.figure(Uint32Array.from(actual, (_, row) => row));
  return scores.isError ? -value : value || 0;
}

function metricOf({ task }: Manifest): 'f1' | 'mean_absolute_error' {
  return task === 'regression' ? 'mean_absolute_error' : 'f1';
}
