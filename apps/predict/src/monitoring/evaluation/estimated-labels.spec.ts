import { expect, test } from '@jest/globals';
import { prepareProfile } from '@plumbline/evaluation';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedModels } from '../../../test/toy-models.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { readProfile } from '../../models/profiles/index.js';
import { compareWindow } from './window-comparison.js';

const path = join(shippedModels, 'face-attributes', '1');
const bytes = readFileSync(join(path, 'manifest.json'));
const manifest = manifestSchema.parse(JSON.parse(bytes.toString()));
const labels = manifest.classes ?? [];

/** Logged predictions whose probabilities are all `sure` of the predicted labels. */
function logged(sure: number) {
  return Array.from({ length: 1_000 }, (_, row) => {
    const flags = labels.map((_, label) => Number((row + label) % 4 === 0));
    return {
      features: {},
      prediction: JSON.stringify(flags),
      probabilities: flags.map((flag) => (flag === 1 ? sure : 1 - sure)),
      embedding: null,
    };
  });
}

async function estimated(sure: number, f1_average: string = 'macro') {
  const stored = await readProfile({ model: 'face-attributes', version: 1, path }, bytes);
  if (stored === undefined) throw new Error('the model has no profile');
  const averaged = { ...manifest, f1_average } as Manifest;
  return compareWindow(averaged, prepareProfile(stored.profile), logged(sure));
}

test('F1 of several labels is estimated from their probabilities, averaged as the manifest says', async () => {
  const { drift, estimatedF1 } = await estimated(0.97);
  const { macro, weighted } = drift.estimatedLabels!.averages;
  expect(estimatedF1).toEqual({
    value: macro!.value,
    lower: macro!.lower,
    upper: macro!.upper,
    threshold: macro!.threshold,
    alert: macro!.alert,
  });
  expect((await estimated(0.97, 'weighted')).estimatedF1?.value).toBe(weighted!.value);
  expect((await estimated(0.97, 'samples')).estimatedF1).toBeNull();
  expect(drift.estimatedLabels!.labels.map(({ label }) => label)).toEqual(labels);
});

test('less certain probabilities lower it, below the usual range of the reference', async () => {
  const { estimatedF1 } = await estimated(0.55);
  expect(estimatedF1?.value).toBeLessThan((await estimated(0.97)).estimatedF1!.value);
  expect(estimatedF1?.alert).toBe(true);
});
