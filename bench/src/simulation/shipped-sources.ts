import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureSpec } from '@plumbline/evaluation';
import { readModels, type ReferenceRow } from '../../../apps/cli/dist/traffic/index.js';
import { manifestSchema } from '../../../apps/predict/dist/models/manifest/index.js';
import { profileSpecOf } from '../../../apps/predict/dist/models/profiles/index.js';
import { root } from '../../../apps/cli/dist/installation/index.js';
import type { LabelledRows, Source } from './source.js';
import { divide } from './stored-sources.js';

/**
 * The reference rows of the shipped classifiers, with default methods and thresholds. The true class takes the place of the
 * model's answer, without probabilities.
 */
export function shippedSources(): readonly Source[] {
  return readModels(join(root, 'models')).flatMap(({ manifest: { name, version }, rows }): Source[] => {
    const path = join(root, 'models', name, String(version), 'manifest.json');
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (manifest.task !== 'binary' && manifest.task !== 'multiclass') return [];
    const table = tableOf(rows);
    const { positive_class: positiveClass, classes } = manifest;
    const spec = profileSpecOf(manifest);
    return [
      {
        name,
        spec: { ...spec, features: spec.features.map(withoutMethod), classes, positiveClass },
        rows: rows.length,
        shifted: undefined,
        draw: (random, referenceRows) => divide(table, referenceRows, random),
      },
    ];
  });
}

function withoutMethod(feature: FeatureSpec): FeatureSpec {
  return { ...feature, method: undefined, threshold: undefined };
}

function tableOf(rows: readonly ReferenceRow[]): LabelledRows {
  const names = Object.keys(rows[0]?.features ?? {});
  const actual = rows.map(({ actual }) => (typeof actual === 'string' ? actual : ''));
  return {
    rows: Object.fromEntries(names.map((name) => [name, rows.map(({ features }) => features[name])])),
    predictions: actual,
    probabilities: null,
    actual,
  };
}
