import { storableJson } from '@plumbline/errors';
import type { FeatureRow, ModelVersion } from '../../models/manifest/index.js';
import type { Outcome } from '../../models/outcomes/index.js';

/** One answered prediction. The spool and the database store its JSON form. */
export interface PredictionRecord extends ModelVersion {
  /** UUIDv7 made by the app, so ids sort by time. */
  readonly id: string;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** `sub` of the token that made the request. */
  readonly subject: string;
  readonly features: FeatureRow;
  /** PostgreSQL takes the JSON text of parts as the text that `textOfOutcome` makes. */
  readonly prediction: Outcome;
  /** Of the classes or labels, in the order of the manifest, or else the scores; absent where the model gives neither. */
  readonly probabilities?: readonly number[];
  readonly embedding?: readonly number[];
}

/**
 * The JSON text of a record. PostgreSQL stores neither NUL nor unpaired surrogates, so both become U+FFFD.
 * `JSON.stringify` writes them as `\u` escapes, so records without an escape, nearly all of them, are not searched.
 */
export function recordJson(record: PredictionRecord): string {
  const json = JSON.stringify(record);
  return json.includes('\\u') ? JSON.stringify(storableJson(record)) : json;
}
