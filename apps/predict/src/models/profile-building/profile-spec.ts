import type { FeatureSpec, ProfileSpec } from '@plumbline/evaluation';
import type { Feature, Manifest } from '../manifest/index.js';

/** How the profile of a version is built, by its manifest. */
export function profileSpecOf(manifest: Manifest): ProfileSpec {
  return {
    features: manifest.features.map(featureSpec),
    classes: manifest.classes,
    positiveClass: manifest.positive_class,
    chunkRows: manifest.windows.predictions.minimum,
  };
}

function featureSpec(feature: Feature): FeatureSpec {
  const { name } = feature;
  if (feature.type === 'text') return { name, kind: 'text' };
  const watched = { name, method: feature.drift?.method, threshold: feature.drift?.threshold };
  switch (feature.type) {
    case 'number':
    case 'integer':
      return { ...watched, kind: 'numerical', integer: feature.type === 'integer' };
    case 'boolean':
      return { ...watched, kind: 'categorical', categories: [false, true] };
    case 'category':
      return { ...watched, kind: 'categorical', categories: feature.categories };
  }
}
