import type { PreparedProfile } from '@plumbline/evaluation';
import type { FeatureRow, Manifest, ModelVersion, RowSchema } from '../manifest/index.js';

/** What a model says about one row. */
export interface Outcome {
  /** The class, or the number of a regression. */
  readonly prediction: string | number;
  /** Probability of the predicted class; absent where the model gives none. */
  readonly probability?: number;
  /** One number a class, in the order of the manifest's classes; absent where the model gives none. */
  readonly probabilities?: readonly number[];
}

/** A version that passed every check and answers. */
export interface ServedModel {
  readonly manifest: Manifest;
  /** Whether this is the version that answers when none is named. */
  readonly champion: boolean;
  /** Validates a row of its features. */
  readonly rowSchema: RowSchema;
  /** What its inputs are compared with; absent where the version has no reference profile. */
  readonly profile?: PreparedProfile;
  /** Runs one row that was validated against the manifest. */
  predict(row: FeatureRow): Promise<Outcome>;
  /** Runs rows that were validated against the manifest; answers in the same order. */
  predictAll(rows: readonly FeatureRow[]): Promise<Outcome[]>;
  /** Frees the model once the runs under way have ended. */
  close(): Promise<void>;
}

/** A version that is in the repository but not served, and why. */
export interface UnavailableModel extends ModelVersion {
  readonly reason: string;
}
