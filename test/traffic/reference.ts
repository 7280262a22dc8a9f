import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { categorical, featureDrift, numeric, type DriftMethod } from '@plumbline/evaluation';
import { parse } from 'csv-parse/sync';
import { root } from '../../monitoring/test/files.js';
import type { StoredRow } from './traffic-under-test.js';

interface Feature {
  readonly name: string;
  readonly type: string;
  readonly drift: { readonly method: DriftMethod; readonly threshold: number };
}

const folder = join(root, 'models/heart-disease/1');

/** The reference rows of heart-disease as texts. */
export const reference: Record<string, string>[] = parse(
  gunzipSync(readFileSync(join(folder, 'reference.csv.gz'))),
  { columns: true },
);

const { features } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
  features: Feature[];
};

/** The names of its features. */
export const featureNames = features.map(({ name }) => name);

/** The features that drifted, by the tests and thresholds of the manifest. */
export function driftedFeatures(rows: readonly StoredRow[]): string[] {
  return features.filter((feature) => isDrifted(feature, rows)).map(({ name }) => name);
}

function isDrifted({ name, type, drift }: Feature, rows: readonly StoredRow[]): boolean {
  const sample = type === 'category' ? categorical : numeric;
  const known = sample(reference.map((row) => Number(row[name])));
  return featureDrift(known, sample(rows.map((row) => Number(row.features[name]))), drift).drifted;
}
