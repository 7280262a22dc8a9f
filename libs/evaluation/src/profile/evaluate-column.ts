import { countInOpenBins } from '../drift/binning.js';
import { DriftUndefined, type DriftFailure } from '../drift/drift.errors.js';
import type { Comparison } from '../drift/drift-test.js';
import { featureDrift } from '../drift/feature-drift.js';
import type { Sample } from '../drift/sample.js';
import { isDrift, severityOf } from '../drift/severity.js';
import { summarise } from './column-summary.js';
import { sampleOf } from './column-values.js';
import { countBins, type PreparedColumn } from './prepared-column.js';
import type { RawColumn } from './profile-spec.js';
import type { ColumnDistribution, ColumnDrift, ColumnEvaluation } from './window-evaluation.js';

/**
 * Compares one column with the reference; what goes wrong is told in `failure` and never thrown.
 * @param read gives the current values; may throw.
 */
export function evaluateColumn(
  column: PreparedColumn,
  read: () => RawColumn,
  rows: number,
): ColumnEvaluation {
  const { name, feature, descriptor, kind } = column.profile;
  const current = readSample(column, read);
  return {
    name,
    feature,
    descriptor,
    kind,
    ...measured(column, current),
    distribution: distributionOf(column, current),
    summary: summarise(column, current, rows),
  };
}

function readSample({ profile }: PreparedColumn, read: () => RawColumn): Sample | undefined {
  try {
    return sampleOf(profile.kind, profile.kind === 'numerical' && profile.integer, read());
  } catch {
    return undefined;
  }
}

type Measured = Pick<ColumnEvaluation, 'drift' | 'failure'>;

function measured(column: PreparedColumn, current: Sample | undefined): Measured {
  if (current === undefined) return failed('error');
  try {
    const drift = driftOf(column, current);
    return drift === null ? failed('error') : { drift, failure: null };
  } catch (error) {
    return failed(error instanceof DriftUndefined ? error.reason : 'error');
  }
}

function failed(failure: DriftFailure | 'error'): Measured {
  return { drift: null, failure };
}

/** Null when the score is no finite number. */
function driftOf({ profile, reference }: PreparedColumn, current: Sample): ColumnDrift | null {
  const { method, threshold } = profile;
  const drift = featureDrift(reference, current, { method, threshold });
  if (!Number.isFinite(drift.score)) return null;
  const { displayName, score, driftIf, drifted } = drift;
  const severity = finiteSeverity(score, driftIf, threshold);
  return { method, displayName, score, threshold, driftIf, drifted, severity, adjustedP: null };
}

function distributionOf(column: PreparedColumn, current: Sample | undefined): ColumnDistribution {
  const { profile, labels, referenceCounts } = column;
  return {
    edges: profile.kind === 'numerical' ? profile.edges : null,
    bins: labels,
    reference: referenceCounts,
    current: current === undefined ? labels.map(() => 0) : currentCounts(column, current),
  };
}

function currentCounts(column: PreparedColumn, current: Sample): number[] {
  if (current.kind === 'numerical' && column.edges !== null) {
    return Array.from(countInOpenBins(current.sorted, column.edges));
  }
  return countBins(column, current.counts.values, current.counts.counts);
}

/** The evaluation judged by its adjusted p-value; as it is for NaN. */
export function withAdjustedP(evaluation: ColumnEvaluation, adjustedP: number): ColumnEvaluation {
  const { drift } = evaluation;
  if (drift === null || Number.isNaN(adjustedP)) return evaluation;
  const { driftIf, threshold } = drift;
  const drifted = isDrift(adjustedP, driftIf, threshold);
  return {
    ...evaluation,
    drift: { ...drift, adjustedP, drifted, severity: finiteSeverity(adjustedP, driftIf, threshold) },
  };
}

function finiteSeverity(score: number, driftIf: Comparison, threshold: number): number {
  return Math.min(severityOf(score, driftIf, threshold) || 0, Number.MAX_VALUE);
}
