import type { PredictionRecord } from '../src/predictions/log/prediction-record.js';
import { createUuidV7 } from '../src/predictions/log/uuid-v7.js';

const nextId = createUuidV7(Date.now);

/** A prediction of a toy model, with an id of its own. */
export function toyRecord(changes: Partial<PredictionRecord> = {}): PredictionRecord {
  return {
    id: nextId(),
    at: Date.now(),
    model: 'toy',
    version: 1,
    subject: 'someone',
    features: { age: 63, smoker: true, note: 'none' },
    prediction: 'yes',
    probabilities: [0.25, 0.75],
    ...changes,
  };
}

/** So many of them. */
export function toyRecords(count: number): PredictionRecord[] {
  return Array.from({ length: count }, () => toyRecord());
}
