import type { ModelVersion } from '../../models/manifest/index.js';

/** One answered prediction as it is logged; its JSON form is what the spool and the database store. */
export interface PredictionRecord extends ModelVersion {
  /** UUIDv7 made by the app, so ids sort by time. */
  readonly id: string;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** `sub` of the token that asked. */
  readonly subject: string;
  readonly features: Readonly<Record<string, number | boolean | string>>;
  /** A class of the manifest, or the value of a regression. */
  readonly prediction: string | number;
  /** In the class order of the manifest; absent where the task has none. */
  readonly probabilities?: readonly number[];
}
