import { evaluateRules, type PreparedProfile, type RuleResult } from '@plumbline/evaluation';
import { dataQualityRules, type Manifest } from '../../models/manifest/index.js';
import type { DataQualityEvaluation } from './model-evaluation.js';
import { columnsOf, type LoggedPrediction } from './logged-prediction.js';

/** The data of a prediction window. */
interface CheckedWindow {
  /** The rows in the window. */
  readonly size: number;
  /** Empty when there are fewer than the minimum. */
  readonly logged: readonly LoggedPrediction[];
  /** Null when unknown. */
  readonly rowsPerHour: number | null;
}

/** Rows of the last hour that are counted at least, if there are as many. */
const COUNTED_ROWS = 10_000;

/** How many rows of the last hour decide the rules of a manifest; null when none is about them. */
export function hourlyRowsToCount(manifest: Manifest): number | null {
  const limits = dataQualityRules(manifest)
    .filter(({ metric }) => metric === 'rows_per_hour')
    .flatMap(({ atLeast = 0, atMost = 0 }) => [Number(atLeast), Number(atMost) + 1]);
  return limits.length === 0 ? null : Math.max(COUNTED_ROWS, ...limits);
}

/** Checks the rules of a manifest; null when it has none. */
export function checkDataQuality(
  manifest: Manifest,
  profile: PreparedProfile | null,
  { size, logged, rowsPerHour }: CheckedWindow,
): DataQualityEvaluation | null {
  const declared = dataQualityRules(manifest);
  if (declared.length === 0) return null;
  const rows = logged.length === 0 ? null : columnsOf(manifest, logged);
  const rules = evaluateRules(declared, { rows, size, rowsPerHour, profile });
  const count = (state: RuleResult['state']) => rules.filter((rule) => rule.state === state).length;
  return { passed: count('passed'), failed: count('failed'), unknown: count('unknown'), rules };
}
