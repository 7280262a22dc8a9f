import {
  type Binning,
  type DriftFailure,
  type DriftTest,
  DriftUndefined,
  type Mode,
} from '../comparison/index.js';
import type { DriftMethod } from '../drift-tests/index.js';
import type { FeatureKind, Sample } from '../samples/index.js';
import { type FeatureDrift, featureDrift } from './feature-drift.js';

/** A setting for all features, for those of a type, and for single features; the most specific one applies. */
export interface Choice<T> {
  readonly all?: T;
  readonly numerical?: T;
  readonly categorical?: T;
  readonly features?: Readonly<Record<string, T>>;
}

/** Options of `datasetDrift`. */
export interface DatasetDriftOptions {
  /** `robust` by default: a feature without a score is left out and listed. In `evidently` it is an error. */
  readonly mode?: Mode;
  readonly methods?: Choice<DriftMethod | DriftTest>;
  readonly thresholds?: Choice<number>;
  readonly binning?: Binning;
  /** The share of drifted features at which the data set drifts; 0.5 by default. */
  readonly driftShare?: number;
}

/** Both samples of a feature. */
export interface FeatureSamples {
  readonly reference: Sample;
  readonly current: Sample;
}

/** The drift of every feature and of the data set. */
export interface DatasetDrift {
  readonly features: Readonly<Record<string, FeatureDrift>>;
  /** The reason for each feature without a score. */
  readonly failures: Readonly<Record<string, DriftFailure>>;
  /** The number of features with a score and of those that drifted; in `evidently` including scores of NaN. */
  readonly computed: number;
  readonly drifted: number;
  /** `drifted / computed`; NaN without features. */
  readonly share: number;
  readonly datasetDrifted: boolean;
}

/** Measures the drift of a data set. @throws DriftUndefined in mode `evidently`, for a feature without a score. */
export function datasetDrift(
  samples: Readonly<Record<string, FeatureSamples>>,
  options: DatasetDriftOptions = {},
): DatasetDrift {
  const features: Record<string, FeatureDrift> = {};
  const failures: Record<string, DriftFailure> = {};
  for (const [name, { reference, current }] of Object.entries(samples)) {
    try {
      const drift = featureDrift(reference, current, featureOptions(name, reference.kind, options));
      if (Number.isNaN(drift.score) && options.mode !== 'evidently') failures[name] = 'no-score';
      else features[name] = drift;
    } catch (error) {
      if (!(error instanceof DriftUndefined) || options.mode === 'evidently') throw error;
      failures[name] = error.reason;
    }
  }
  return { ...summarise(Object.values(features), options.driftShare ?? 0.5), features, failures };
}

function summarise(features: readonly FeatureDrift[], driftShare: number) {
  const computed = features.length;
  const drifted = features.filter((feature) => feature.drifted).length;
  const share = drifted / computed;
  return { computed, drifted, share, datasetDrifted: share >= driftShare };
}

function featureOptions(name: string, kind: FeatureKind, options: DatasetDriftOptions) {
  return {
    mode: options.mode,
    binning: options.binning,
    method: chosen(options.methods, name, kind),
    threshold: chosen(options.thresholds, name, kind),
  };
}

function chosen<T>(choice: Choice<T> | undefined, name: string, kind: FeatureKind): T | undefined {
  return choice?.features?.[name] ?? choice?.[kind] ?? choice?.all;
}
