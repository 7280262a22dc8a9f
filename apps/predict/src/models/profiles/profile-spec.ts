import type { ProfileSpec } from '@plumbline/evaluation';
import { type Manifest, typeOf } from '../manifest/index.js';
import { outcomesOf } from './outcome-columns.js';

/** How the manifest of a version defines its profile. */
export function profileSpecOf(manifest: Manifest): ProfileSpec {
  return {
    features: manifest.features.map((feature) => ({
      ...typeOf(feature).profileOf(feature),
      nullable: feature.nullable,
    })),
    classes: manifest.classes,
    positiveClass: manifest.positive_class,
    outcomes: outcomesOf(manifest),
    chunkRows: manifest.windows.predictions.minimum,
  };
}
