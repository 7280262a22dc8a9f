import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildProfile,
  ProfileInputInvalid,
  type ReferenceProfile,
  type ReferenceTable,
} from '@plumbline/evaluation';
import {
  type CheckedModel,
  loadVersionHere,
  ModelOutputInvalid,
  type ReadResult,
} from '../inference/index.js';
import type { Manifest } from '../manifest/index.js';
import type { RowPrediction } from '../outcomes/index.js';
import { ModelRejected, replaceFile, type VersionFolder } from '../repository/index.js';
import {
  actualOutcomes,
  estimateWarnings,
  predictedColumns,
  probabilityScores,
  PROFILE_FILE,
  profileContent,
  profileSpecOf,
  ReferenceRejected,
  type ReferenceRows,
  referenceRows,
} from '../profiles/index.js';
import { ReferenceColumns } from './reference-columns.js';
import { readRecords, type ReferenceSource } from './reference-source.js';
import { versionImportance } from './version-importance.js';

/** The steps of building a profile. */
export type ProfileStep = 'checking the model' | 'reading rows' | 'predicting' | 'comparing';

/** Receives the progress of a step: rows or columns done, and their total if known. */
export type StepProgress = (step: ProfileStep, done: number, total?: number) => void;

/** A profile and the content of its file. */
export interface BuiltProfile {
  readonly profile: ReferenceProfile;
  readonly content: string;
  readonly rows: ReferenceRows;
  /** Reasons to doubt estimates from it, each a sentence. */
  readonly warnings: readonly string[];
}

/** Rows of one run of the model, and between two reports. */
const ROWS_PER_RUN = 500;

/**
 * Builds the profile of a version from its own reference data, or from another table. As in a request, every row is checked
 * against the manifest and predicted by the model. Writes nothing.
 * @throws {ModelRejected} for a version that would not be served, {ReferenceRejected} for rows that break the manifest or
 * from which no profile can be built.
 */
export async function buildVersionProfile(
  folder: VersionFolder,
  source?: ReferenceSource,
  onProgress: StepProgress = () => undefined,
): Promise<BuiltProfile> {
  onProgress('checking the model', 0);
  const manifestBytes = await readFile(join(folder.path, 'manifest.json'));
  const model = await loadVersionHere(folder);
  try {
    const own = { path: join(folder.path, 'reference.csv.gz'), format: 'csv' } as const;
    const columns = await readColumns(model, source ?? own, onProgress);
    const table = await predictAll(model, columns, onProgress);
    const compared = compareRows(table, model, onProgress);
    const profile = { ...compared, importance: await versionImportance(model, columns) };
    const rows = referenceRows(model.manifest, source === undefined ? 'reference' : 'file');
    const content = profileContent(folder, manifestBytes, profile, rows);
    return { profile, content, rows, warnings: estimateWarnings(model.manifest, profile, rows) };
  } finally {
    await model.runner.close();
  }
}

/** Writes `profile.json` in one step that survives a power failure. */
export function writeProfile({ path }: VersionFolder, content: string): Promise<void> {
  return replaceFile(join(path, PROFILE_FILE), content);
}

async function readColumns(
  { manifest }: CheckedModel,
  source: ReferenceSource,
  onProgress: StepProgress,
): Promise<ReferenceColumns> {
  const columns = new ReferenceColumns(manifest);
  let read = 0;
  onProgress('reading rows', 0);
  for await (const record of readRecords(source)) {
    columns.add(record);
    read += 1;
    if (read % ROWS_PER_RUN === 0) onProgress('reading rows', read);
  }
  columns.end();
  onProgress('reading rows', read, read);
  return columns;
}

async function predictAll(
  { manifest, prepare, runner }: CheckedModel,
  columns: ReferenceColumns,
  onProgress: StepProgress,
): Promise<ReferenceTable> {
  const predicted: RowPrediction[] = [];
  for (let start = 0; start < columns.rows; start += ROWS_PER_RUN) {
    onProgress('predicting', start, columns.rows);
    const size = Math.min(ROWS_PER_RUN, columns.rows - start);
    const read = await runner.run(await columns.prepared(start, size, prepare));
    for (let place = 0; place < size; place++) predicted.push(predictionOf(read, place, start));
  }
  onProgress('predicting', columns.rows, columns.rows);
  return {
    rows: columns.features,
    ...predictedColumns(manifest, predicted),
    probabilities: probabilitiesOf(manifest, predicted),
    scores: probabilityScores(manifest, predicted),
    actual: columns.actual.map((actual) => (typeof actual === 'object' ? null : actual)),
    actualOutcomes: actualOutcomes(manifest, columns.actual),
  };
}

/** Row after row; null for a model without one probability per class or label. */
function probabilitiesOf({ task }: Manifest, predicted: readonly RowPrediction[]): number[] | null {
  if (task !== 'binary' && task !== 'multiclass' && task !== 'multilabel') return null;
  const probabilities = predicted.flatMap((row) => row.probabilities ?? []);
  return probabilities.length > 0 ? probabilities : null;
}

function compareRows(
  table: ReferenceTable,
  { manifest }: CheckedModel,
  onProgress: StepProgress,
): ReferenceProfile {
  try {
    return buildProfile(table, profileSpecOf(manifest), (done, total) =>
      onProgress('comparing', done, total),
    );
  } catch (cause) {
    if (!(cause instanceof ProfileInputInvalid)) throw cause;
    throw new ReferenceRejected(cause.message, { cause });
  }
}

/** @throws {ModelRejected} naming the row when the answer of the model breaks the manifest. */
function predictionOf(read: ReadResult<RowPrediction>, place: number, start: number): RowPrediction {
  try {
    return read(place);
  } catch (cause) {
    if (!(cause instanceof ModelOutputInvalid)) throw cause;
    throw new ModelRejected([`reference row ${start + place + 1}: ${cause.message}`], { cause });
  }
}
