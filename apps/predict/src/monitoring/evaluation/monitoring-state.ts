import type { PredictConfig } from '../../config/index.js';

/** `on`, or why nothing is evaluated. */
export function monitoringState({ monitoring, log }: PredictConfig): string {
  if (!monitoring.enabled) return 'Nothing is evaluated: PREDICT_MONITORING is off.';
  if (!log.enabled) return 'Nothing is evaluated: PREDICT_LOG is off, so there is no prediction to evaluate.';
  return 'on';
}
