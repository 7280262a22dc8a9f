import { expect, test } from '@jest/globals';
import { type Editable, readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from './manifest.schema.js';

test('the feedback window has a maximum age only if the manifest sets one', () => {
  const manifest = readVersionFile<Editable>(toyModels, 'rent/1', 'manifest.json');
  const { feedback } = manifest.windows as { feedback: object };
  const window = (more: object) => {
    const windows = { ...(manifest.windows as object), feedback: { ...feedback, ...more } };
    return manifestSchema.parse({ ...manifest, windows }).windows.feedback;
  };
  expect(window({})).toEqual({ size: 20, minimum: 4 });
  expect(window({ max_age_s: 86_400 })).toEqual({ size: 20, minimum: 4, max_age_s: 86_400 });
});

test('the prediction window and each of its fields have defaults', () => {
  const manifest = readVersionFile<Editable>(toyModels, 'rent/1', 'manifest.json');
  const window = (predictions?: object) => {
    const windows = { ...(manifest.windows as object), ...(predictions && { predictions }) };
    return manifestSchema.parse({ ...manifest, windows }).windows.predictions;
  };
  expect(window()).toEqual({ size: 2000, minimum: 1000, max_age_s: 86_400 });
  expect(window({ minimum: 200 })).toEqual({ size: 2000, minimum: 200, max_age_s: 86_400 });
});

test('drift may be measured against earlier predictions', () => {
  const manifest = readVersionFile<Editable>(toyModels, 'rent/1', 'manifest.json');
  const baseline = (drift_baseline: unknown, max_age_s = 86_400) => {
    const windows = { ...(manifest.windows as object), predictions: { max_age_s } };
    const { data, error } = manifestSchema.safeParse({ ...manifest, drift_baseline, windows });
    return data?.drift_baseline ?? error?.issues.map(({ path, message }) => [path.join('.'), message]);
  };
  expect(baseline({ kind: 'previous_window' })).toEqual({ kind: 'previous_window' });
  expect(baseline({ kind: 'same_hours' })).toEqual({ kind: 'same_hours', weeks: 4 });
  expect(baseline({ kind: 'same_hours' }, 604_801)).toEqual([
    ['drift_baseline.kind', 'needs windows.predictions.max_age_s of at most 604800, a week'],
  ]);
  expect(baseline({ kind: 'same_hours', weeks: 13 })).toMatchObject([
    ['drift_baseline.weeks', expect.any(String)],
  ]);
  expect(baseline({ kind: 'yesterday' })).toMatchObject([['drift_baseline.kind', expect.any(String)]]);
});
