import { type DriftTest, DriftUndefined } from '../comparison/index.js';
import {
  type Chance,
  chanceOfLaw,
  chanceOfNoise,
  distances,
  isDistance,
  type SampleRows,
} from '../distances/index.js';
import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { featureDrift, LEAST_DISTANCE } from '../drift/index.js';
import type { Sample } from '../samples/index.js';
import { everyNth, timeOf } from './effective-rows.js';
import { evidentlyVerdict } from './evidently-verdict.js';
import { finite, finiteSeverity } from './json-numbers.js';
import type { PreparedColumn } from './prepared-column.js';
import type { ColumnDrift } from './window-evaluation.js';

/**
 * How the current values of a column differ from the reference; null when the score is not finite.
 * @param level how often a steady window may be called drifted.
 * @throws {DriftUndefined} when a sample is empty or the test does not apply to the samples.
 */
export function columnDrift(column: PreparedColumn, current: Sample, level: number): ColumnDrift | null {
  if (column.reference.size === 0) throw new DriftUndefined('drift', 'empty-reference');
  if (current.size === 0) throw new DriftUndefined('drift', 'empty-current');
  const own = ownVerdict(column, current, level);
  if (!Number.isFinite(own.score)) return null;
  return { ...own, evidently: evidentlyVerdict(column, current, own) };
}

function ownVerdict({ profile, reference }: PreparedColumn, current: Sample, level: number): ColumnDrift {
  const { method, chance, pinned, threshold } = profile;
  if (!isDistance(method) && (pinned || chance === undefined)) {
    return byThreshold(method, reference, current, threshold);
  }
  const time = timeOf(current);
  // The reference has the dependence of the window, too: its rows are counted alike.
  const rows = { reference: profile.rows / time, current: current.size / time };
  if (isDistance(method)) {
    const { displayName, measure } = distances[method];
    const { score, law } = measure(reference, current, rows);
    return byChance({ method, displayName, score }, chanceOfLaw(law, rows), {
      rows,
      level,
      floor: LEAST_DISTANCE,
    });
  }
  const test: DriftTest = driftTests[method];
  if (test.driftIf.startsWith('<') || chance === undefined) {
    const thinned = byThreshold(method, reference, everyNth(current, Math.ceil(time)), level);
    return { ...thinned, pValue: thinned.score, effectiveRows: rows.current };
  }
  const { score, displayName } = featureDrift(reference, current, { method: test });
  return byChance({ method, displayName, score }, chanceOfNoise(method, chance, rows, profile.rows), {
    rows,
    level,
    floor: profile.floor ?? test.threshold / 2,
  });
}

/** By a threshold that does not depend on the rows. */
function byThreshold(
  method: DriftMethod,
  reference: Sample,
  current: Sample,
  threshold: number,
): ColumnDrift {
  const { score, driftIf, displayName, drifted } = featureDrift(reference, current, {
    method: driftTests[method],
    threshold,
  });
  const severity = finiteSeverity(score, driftIf, threshold);
  return { method, displayName, score, threshold, driftIf, drifted, severity, adjustedP: null };
}

interface Limits {
  readonly rows: SampleRows;
  readonly level: number;
  /** The smallest threshold. */
  readonly floor: number;
}

/** By the distance that steady windows of as many rows exceed with a probability of `level`. */
function byChance(
  scored: Pick<ColumnDrift, 'method' | 'displayName' | 'score'>,
  chance: Chance,
  { rows, level, floor }: Limits,
): ColumnDrift {
  const threshold = Math.max(floor, chance.threshold(level));
  return {
    ...scored,
    threshold,
    driftIf: '>=',
    drifted: scored.score >= threshold,
    severity: finiteSeverity(scored.score, '>=', threshold),
    adjustedP: null,
    pValue: finite(chance.tail(scored.score)),
    effectiveRows: rows.current,
  };
}
