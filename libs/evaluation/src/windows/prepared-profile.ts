import type { Measure } from '../measures/index.js';
import { type ReferenceProfile, revivedEstimator, revivedThreshold } from '../profiles/index.js';
import { itemAt } from '../statistics/index.js';
import { prepareColumn, type PreparedColumn } from './prepared-column.js';

/** A profile with the data that all evaluations share. Build it once per model version. */
export interface PreparedProfile {
  readonly profile: ReferenceProfile;
  /** In the order of the profile. */
  readonly columns: readonly PreparedColumn[];
  readonly prediction: PreparedColumn;
  /** All outcomes of the model; only `prediction` where there is one. */
  readonly predictions: readonly PreparedColumn[];
  /** The actual values and the probabilities; none in profiles of earlier releases. */
  readonly targets: readonly PreparedColumn[];
  readonly probabilities: readonly PreparedColumn[];
  /** How the columns of a feature are computed; none for a feature that is compared as it is. */
  readonly measures: ReadonlyMap<string, Measure>;
}

/**
 * Prepares a profile, which may come from JSON.
 * @param columns its columns, prepared with `prepareColumn`, which takes long if they are thousands.
 */
export function prepareProfile(
  profile: ReferenceProfile,
  columns: readonly PreparedColumn[] = profile.columns.map(prepareColumn),
): PreparedProfile {
  const { reconstruction } = profile;
  const predictions = (profile.predictions ?? [profile.prediction]).map(prepareColumn);
  return {
    profile: {
      ...profile,
      estimator: revivedEstimator(profile),
      reconstruction: reconstruction && {
        ...reconstruction,
        threshold: revivedThreshold(reconstruction.threshold),
      },
    },
    columns,
    prediction: itemAt(predictions, 0),
    predictions,
    targets: (profile.targets ?? []).map(prepareColumn),
    probabilities: (profile.probabilities ?? []).map(prepareColumn),
    measures: measuresOf(profile),
  };
}

function measuresOf({ vocabularies, measures = {} }: ReferenceProfile): ReadonlyMap<string, Measure> {
  return new Map<string, Measure>([
    ...Object.entries(measures),
    ...Object.entries(vocabularies).map(([feature, words]): [string, Measure] => {
      return [feature, { type: 'text', vocabulary: new Set(words) }];
    }),
  ]);
}
