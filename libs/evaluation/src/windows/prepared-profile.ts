import { type ReferenceProfile, revivedEstimator, revivedThreshold } from '../profiles/index.js';
import { prepareColumn, type PreparedColumn } from './prepared-column.js';

/** A profile with the data that all evaluations share. Build it once per model version. */
export interface PreparedProfile {
  readonly profile: ReferenceProfile;
  /** In the order of the profile. */
  readonly columns: readonly PreparedColumn[];
  readonly prediction: PreparedColumn;
  /** By text feature, as `descriptorsOf` takes it. */
  readonly vocabularies: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Prepares a profile, which may come from JSON. */
export function prepareProfile(profile: ReferenceProfile): PreparedProfile {
  const { estimator, reconstruction } = profile;
  const words = Object.entries(profile.vocabularies);
  return {
    profile: {
      ...profile,
      estimator: estimator && revivedEstimator(estimator),
      reconstruction: reconstruction && {
        ...reconstruction,
        threshold: revivedThreshold(reconstruction.threshold),
      },
    },
    columns: profile.columns.map(prepareColumn),
    prediction: prepareColumn(profile.prediction),
    vocabularies: new Map(words.map(([feature, known]) => [feature, new Set(known)])),
  };
}
