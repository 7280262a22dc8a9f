import type { DriftTest } from '../comparison/index.js';
import { isDistance } from '../distances/index.js';
import { driftTests } from '../drift-tests/index.js';
import { featureDrift, selectTest } from '../drift/index.js';
import { MISSING } from '../measures/index.js';
import type { Sample } from '../samples/index.js';
import type { PreparedColumn } from './prepared-column.js';
import type { ColumnDrift, EvidentlyVerdict } from './window-evaluation.js';

/**
 * What Evidently says of the same samples: by the method and the threshold of the manifest, else by its own choice. Null where it
 * has no score, and for missing values, which it does not compare.
 */
export function evidentlyVerdict(
  { profile, reference }: PreparedColumn,
  current: Sample,
  own: ColumnDrift,
): EvidentlyVerdict | null {
  if (profile.descriptor === MISSING && profile.kind === 'categorical') return null;
  try {
    const method = isDistance(profile.method) ? selectTest(reference, current) : profile.method;
    const test: DriftTest = driftTests[method];
    const threshold = profile.pinned ? profile.threshold : test.threshold;
    const drift = featureDrift(reference, current, { mode: 'evidently', method: test, threshold });
    if (!Number.isFinite(drift.score)) return null;
    const { displayName, score, driftIf, drifted } = drift;
    const difference = drifted === own.drifted ? null : differenceOf(drift, own, current.size);
    return { method, displayName, score, threshold, driftIf, drifted, difference };
  } catch {
    return null;
  }
}

/** Why the verdicts differ, as a sentence. */
function differenceOf(
  { drifted, driftIf }: Pick<EvidentlyVerdict, 'drifted' | 'driftIf'>,
  { displayName, adjustedP, effectiveRows }: ColumnDrift,
  rows: number,
): string {
  const told = effectiveRows ?? rows;
  const isPValue = driftIf.startsWith('<');
  if (!drifted) {
    return isPValue
      ? `${displayName} finds a change that the test of Evidently does not.`
      : `A window of ${whole(told)} rows seldom differs so much by chance; Evidently's threshold ignores the rows.`;
  }
  if (adjustedP !== null)
    return 'The p-value is adjusted for the number of columns; that of Evidently is not.';
  if (told < rows / 2) {
    return `Consecutive rows are alike: ${whole(rows)} rows tell as much as ${whole(told)} independent ones.`;
  }
  return isPValue
    ? 'Evidently calls one of twenty steady columns drifted; this level is stricter.'
    : `A window of ${whole(told)} rows often differs so much by chance; Evidently's threshold ignores the rows.`;
}

function whole(rows: number): string {
  return Math.round(rows).toLocaleString('en');
}
