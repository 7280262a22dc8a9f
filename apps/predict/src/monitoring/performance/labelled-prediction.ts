import type { ModelVersion } from '../../models/manifest/index.js';

/** A prediction whose truth is known, as it stands in the feedback of its model version. */
export interface LabelledPrediction extends ModelVersion {
  /** A class, or the decimal text of a number. */
  readonly predicted: string;
  readonly actual: string;
  /** Place in the order of first feedback: 1, 2, 3 and so on within a model version. */
  readonly position: number;
  /** The last change: 1, 2, 3 and so on within a model version, in the order of commits. */
  readonly revision: number;
}
