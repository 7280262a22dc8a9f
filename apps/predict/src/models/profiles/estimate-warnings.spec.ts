import type { LabelEstimators } from '@plumbline/evaluation';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedModels, shippedVersions } from '../../../test/toy-models.js';
import { type ClassificationManifest, type Manifest, manifestSchema } from '../manifest/index.js';
import { estimateWarnings, NO_BAND } from './estimate-warnings.js';
import { readProfile, type StoredProfile } from './profile-file.js';
import type { ReferenceRows } from './profile.schema.js';

const shipped = async (name: string, version: number) => {
  const path = join(shippedModels, name, String(version));
  const bytes = readFileSync(join(path, 'manifest.json'));
  const manifest = manifestSchema.parse(JSON.parse(bytes.toString())) as ClassificationManifest;
  return { manifest, stored: (await readProfile({ model: name, version, path }, bytes)) as StoredProfile };
};
let heart: Awaited<ReturnType<typeof shipped>>;
beforeAll(async () => {
  heart = await shipped('heart-disease', 1);
});
const unknown: ReferenceRows = { source: 'reference', heldOut: null };

/** Warnings about heart-disease, as if its reference and its metrics at registration were these. */
function warningsOf({
  quality = heart.stored.profile.quality,
  accuracy = 0.85,
  holdoutRows = 400,
  errorOfOne = 0.5,
  rows = unknown as ReferenceRows | undefined,
}) {
  const { manifest, stored } = heart;
  const { estimator } = stored.profile;
  const f1 = { ...estimator!.metrics.f1, errorOfOne };
  return estimateWarnings(
    { ...manifest, metrics: { ...manifest.metrics!, accuracy, holdout_rows: holdoutRows } },
    {
      estimator: { ...estimator!, metrics: { ...estimator!.metrics, f1 } },
      quality,
    },
    rows,
  );
}

const quality = (rows: number, right: number, separated = false) => ({ rows, right, separated });

test.each(shippedVersions())(
  'nothing makes the estimate of %s version %i doubtful',
  async (name, version) => {
    const { manifest, stored } = await shipped(name, version);
    expect(stored.rows).toEqual({ source: 'reference', heldOut: true });
    if (['binary', 'multiclass'].includes(manifest.task))
      expect(stored.profile.quality?.rows).toBe(stored.profile.rows);
    expect(estimateWarnings(manifest, stored.profile, stored.rows)).toEqual([]);
  },
);

test('a reference that the model predicts or separates perfectly is doubted', () => {
  expect(warningsOf({ quality: quality(800, 800, true) })).toEqual([
    expect.stringMatching(
      /^estimated F1: the model is right about all 800 labelled rows of its reference; .*held-out rows$/,
    ),
  ]);
  expect(warningsOf({ quality: quality(800, 700, true) })).toEqual([
    expect.stringContaining('separate the classes of all 800 labelled reference rows without error'),
  ]);
});

// z is the root of scipy.stats.chi2_contingency([[right, 800 - right], [340, 60]], correction=False).
test.each([
  [726, 2.98, 0],
  [727, 3.06, 1],
  [640, -2.11, 0],
])('%i of 800 right rows beside 340 of 400, z = %d: %i warnings', (right, _z, count) => {
  expect(warningsOf({ quality: quality(800, right) })).toHaveLength(count);
});

test('the warning about a gap names both shares', () => {
  expect(warningsOf({ quality: quality(800, 776) })[0]).toContain(
    'right about 97.0 % of its reference and 85.0 % of the holdout',
  );
});

test('a reference that is not held out according to the manifest is doubted, whatever its scores', () => {
  expect(warningsOf({ rows: { source: 'reference', heldOut: false } })).toEqual([
    expect.stringContaining('the manifest says that the model was trained on its reference'),
  ]);
});

test('an estimate whose band has no width is named, also for an older profile', () => {
  expect(warningsOf({ errorOfOne: 0 })).toEqual([NO_BAND]);
  expect(warningsOf({ quality: undefined, rows: undefined })).toEqual([]);
});

test.each([
  [{ rows: 299, right: 250, separated: false }, 299],
  [null, 0],
])('without enough labelled rows the reason is given: %p', (found, rows) => {
  expect(warningsOf({ quality: found })).toEqual([
    `estimated F1: absent, because the reference has ${rows} labelled rows and at least 300 are needed`,
  ]);
});

test('without probabilities of classes there are no warnings', () => {
  const { manifest } = heart;
  const outputs = manifest.outputs.filter(({ role }) => role === 'label');
  const profile = { estimator: null, quality: quality(60, 60, true) };
  expect(estimateWarnings({ ...manifest, outputs }, profile, unknown)).toEqual([]);
});

describe('of several labels', () => {
  const labels = {
    labels: [
      { label: 'hat', curve: null, f1: { value: 0.8, errorOfOne: 0.5 }, rows: 900 },
      { label: 'smile', unproven: 'no row of the reference has the label' },
      { label: 'bangs', unproven: 'no row of the reference has the label' },
    ],
    averages: {},
    rows: 900,
  };
  const all = {
    labels: labels.labels.slice(0, 1),
    averages: { macro: { value: 0.8, errorOfOne: 0.5 } },
    rows: 900,
  };
  const warned = async (
    labelEstimators: LabelEstimators | undefined,
    average = 'macro',
    source = unknown,
  ) => {
    const { manifest } = await shipped('face-attributes', 1);
    const averaged = { ...manifest, f1_average: average } as Manifest;
    return estimateWarnings(averaged, { estimator: null, quality: null, labelEstimators }, source);
  };

  test('those that are not estimated are named with the reason, and the average', async () => {
    expect(await warned(labels)).toEqual([
      'estimated F1: absent for smile, bangs, because no row of the reference has the label',
      'estimated F1: the average is absent, because it needs every label, known together in at least 300 rows',
    ]);
    expect(await warned(all, 'samples')).toEqual([
      'estimated F1: absent for the average samples, which the probabilities of single labels do not tell',
    ]);
  });

  test('nothing is said where all is estimated, nor of an older profile', async () => {
    expect(await warned(all)).toEqual([]);
    expect(await warned(undefined)).toEqual([]);
  });

  test('a reference that is not held out is doubted', async () => {
    expect(await warned(all, 'macro', { source: 'reference', heldOut: false })).toEqual([
      expect.stringContaining('the manifest says that the model was trained on its reference'),
    ]);
  });
});
