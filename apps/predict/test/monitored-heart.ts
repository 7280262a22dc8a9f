import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureRow } from '../src/models/features/index.js';
import { manifestSchema } from '../src/models/manifest/manifest.schema.js';
import { writeProfile } from '../src/models/profile-building/index.js';
import { ReferenceColumns } from '../src/models/profile-building/reference-columns.js';
import { readRecords } from '../src/models/profile-building/reference-source.js';
import { buildVersionProfile } from '../src/models/profile-building/version-profile.js';
import { tokenFor } from './token-issuer.js';
import { HeartRepository } from './toy-models.js';

/** The windows that the model asks for; small, so that tests fill them quickly. */
export const heartWindows = {
  predictions: { size: 400, minimum: 200, max_age_s: 3_600 },
  feedback: { size: 60, minimum: 20 },
};

const MODEL = 'heart-disease';
const VERSION = `${MODEL}/1`;
const ROWS_PER_REQUEST = 200;
/** Takes rows from all over the reference. */
const STRIDE = 7;

/** The heart-disease model with small windows and a reference profile. */
export class MonitoredHeart {
  private constructor(
    readonly repository: HeartRepository,
    /** Rows of the reference. */
    readonly rows: readonly FeatureRow[],
  ) {}

  /** Takes a few seconds: the profile is built as an operator would. */
  static async create(
    windows: object = heartWindows,
    isHeldOut = true,
    segments: readonly string[] = [],
  ): Promise<MonitoredHeart> {
    const repository = new HeartRepository();
    repository.edit(VERSION, 'manifest.json', (manifest) => {
      manifest.windows = windows;
      manifest['reference'] = { held_out: isHeldOut };
      if (segments.length > 0) manifest['segments'] = segments;
    });
    const folder = { model: MODEL, version: 1, path: join(repository.path, VERSION) };
    const { content } = await buildVersionProfile(folder);
    await writeProfile(folder, content);
    return new MonitoredHeart(repository, await referenceRows(folder.path));
  }

  /** Settings to serve it, with frequent evaluations. */
  get environment(): Record<string, string> {
    return {
      ...this.repository.environment,
      PREDICT_MONITORING_INTERVAL_MS: '150',
    };
  }

  /** Predicts reference rows, changed if requested; returns the answers. */
  async predict(
    { url }: { readonly url: string },
    count: number,
    change: (row: FeatureRow) => FeatureRow = (row) => row,
  ): Promise<Answered[]> {
    const answers: Answered[] = [];
    for (let start = 0; start < count; start += ROWS_PER_REQUEST) {
      const size = Math.min(ROWS_PER_REQUEST, count - start);
      const instances = Array.from({ length: size }, (_, place) => change(this.row(start + place)));
      const { predictions } = await post<{ predictions: Answered[] }>(`${url}/predict/batch`, { instances });
      answers.push(...predictions);
    }
    return answers;
  }

  /** Sends labels for these predictions. */
  async label({ url }: { readonly url: string }, labels: readonly Label[]): Promise<void> {
    await post(`${url}/feedback/batch`, { feedback: labels });
  }

  /** The reference row that a prediction is made for. */
  row(index: number): FeatureRow {
    return this.rows[(index * STRIDE) % this.rows.length]!;
  }
}

/** A prediction that was answered. */
export interface Answered {
  readonly prediction_id: string;
  readonly prediction: string;
}

/** The label of one. */
export interface Label {
  readonly prediction_id: string;
  readonly actual: string;
}

/** Every series about drift, estimated quality and the prediction window on `/metrics`. */
export async function evaluationSeries({ url }: { readonly url: string }): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => /^(data_drift|drift_(?!count)|feature_drift|prediction_drift|\w+_estimated)/.test(line))
    .sort();
}

/** Patients who are a generation older. */
export function older(row: FeatureRow): FeatureRow {
  return { ...row, age: Number(row['age']) + 25 };
}

async function post<Answer>(url: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${tokenFor('predict feedback')}` },
    body: JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function referenceRows(path: string): Promise<FeatureRow[]> {
  const manifest: unknown = JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8'));
  const columns = new ReferenceColumns(manifestSchema.parse(manifest));
  for await (const record of readRecords({ path: join(path, 'reference.csv.gz'), format: 'csv' })) {
    columns.add(record);
  }
  return Array.from({ length: columns.rows }, (_, place) => columns.row(place));
}
