import { buildProfile, embeddingDistance, measureValue } from '@plumbline/evaluation';

/** The values the library has for a case of the group arrays; NaN stands for what is undefined. */
export function arrayResults({ value, width, channels }) {
  return { measures: measureValue({ type: 'array', width, channels }, value) };
}

/** The value the library has for a case of the group dates. */
export function dateResults({ value }) {
  return { days: measureValue({ type: 'date' }, value)[''] };
}

/** The value the library has for a case of the group embeddings. */
export function embeddingResults({ reference, current }) {
  const table = {
    rows: {},
    predictions: reference.map(() => 1),
    probabilities: null,
    actual: null,
    embeddings: reference,
  };
  const { embedding } = buildProfile(table, { features: [], classes: null, chunkRows: 1 });
  return { distance: embeddingDistance(embedding, current) };
}
