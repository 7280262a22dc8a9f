import {
  buildProfile,
  type PreparedProfile,
  prepareProfile,
  type WindowEvaluation,
} from '@plumbline/evaluation';
import type { Manifest } from '../../models/manifest/index.js';
import { profileSpecOf } from '../../models/profiles/index.js';
import { type LoggedPrediction, predictionRows } from './logged-prediction.js';
import type { DriftBaseline } from './model-evaluation.js';
import type { WindowExtent } from './window.repository.js';

/** The earlier predictions that a manifest has drift measured against. */
export interface BaselineRows {
  readonly extent: WindowExtent;
  /** Empty when there are fewer than the minimum of a window. */
  readonly logged: readonly LoggedPrediction[];
}

/** What drift is measured against: a profile, or null where there are too few earlier predictions. */
export interface PreparedBaseline {
  readonly stated: DriftBaseline;
  readonly profile: PreparedProfile | null;
}

/**
 * Prepares what the manifest has drift measured against.
 * @param earlier null for the reference.
 * @throws {ProfileInputInvalid} for earlier predictions that no profile can be built from, such as a feature without values.
 */
export function prepareBaseline(
  manifest: Manifest,
  reference: PreparedProfile,
  earlier: BaselineRows | null,
): PreparedBaseline {
  const { drift_baseline: chosen = { kind: 'reference' as const } } = manifest;
  const weeks = chosen.kind === 'same_hours' ? chosen.weeks : null;
  if (earlier === null) {
    const { rows } = reference.profile;
    const stated = { kind: chosen.kind, weeks, rows, since: null, until: null, absent: null };
    return { stated, profile: reference };
  }
  const { rows, from, to } = earlier.extent;
  const { minimum } = manifest.windows.predictions;
  const stated = {
    ...{ kind: chosen.kind, weeks, rows },
    ...{ since: from?.toISOString() ?? null, until: to?.toISOString() ?? null },
    absent: rows < minimum ? `${rows} of at least ${minimum} predictions of this version` : null,
  };
  if (rows < minimum) return { stated, profile: null };
  const table = { ...predictionRows(manifest, earlier.logged), actual: null };
  return { stated, profile: prepareProfile(buildProfile(table, profileSpecOf(manifest))) };
}

/** The drift from a baseline, with what the reference says about quality. */
export function withQualityOf(reference: WindowEvaluation, drift: WindowEvaluation): WindowEvaluation {
  const { estimated, estimatedLabels, estimatedErrors, outsideReference = [] } = reference;
  return {
    ...drift,
    outsideReference,
    estimated,
    ...(estimatedLabels && { estimatedLabels }),
    ...(estimatedErrors && { estimatedErrors }),
  };
}

/** A comparison with the reference without its scores: what is left where nothing can be compared with the baseline. */
export function withoutDrift({ columns, dataset, ...evaluation }: WindowEvaluation): WindowEvaluation {
  const { prediction, predictions, embedding, multivariate, correlations } = evaluation;
  return {
    ...evaluation,
    columns: columns.map((column) => ({ ...column, drift: null })),
    prediction: { ...prediction, drift: null },
    ...(predictions && { predictions: predictions.map((outcome) => ({ ...outcome, drift: null })) }),
    ...(embedding && { embedding: null }),
    dataset: { ...dataset, computed: 0, drifted: 0, share: null, datasetDrifted: false },
    reconstruction: null,
    ...(multivariate && { multivariate: null }),
    ...(correlations && { correlations: null }),
  };
}
