import type { ModelEvaluation } from './model-evaluation.js';
import { mostDrifted } from './outcome-drift.js';

type Labels = Readonly<Record<string, string>>;

/** The gauges of the drift of actual values and probabilities. */
export const outcomeGauges = [
  'target_drift_score',
  'target_drift_detected',
  'probability_drift_score',
  'probability_drift_detected',
] as const;

/** Those of the column that has drifted most. */
export function outcomeSeries(version: Labels, { targetDrift, probabilityDrift }: ModelEvaluation) {
  return ([['target', targetDrift] as const, ['probability', probabilityDrift] as const] as const).flatMap(
    ([name, found]) => {
      const drift = found && mostDrifted(found)?.drift;
      if (drift == null) return [];
      const labels = { ...version, method: drift.method };
      return [
        { gauge: `${name}_drift_score` as const, labels, value: drift.score },
        { gauge: `${name}_drift_detected` as const, labels, value: Number(drift.drifted) },
      ];
    },
  );
}
