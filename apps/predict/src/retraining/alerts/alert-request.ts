import { createHash } from 'node:crypto';
import type { AlertRequest } from '../decisions/index.js';
import type { Alert } from './alert.schema.js';

/** Annotations with numbers, as the rules of ModelF1Drop and ModelErrorRise write them. */
const FIGURES = ['f1', 'f1_before', 'error', 'error_before', 'samples', 'samples_before'] as const;

/**
 * Reads the request for retraining from an alert, or says why the alert is ignored.
 * @param allowed names of the alerts that lead to retraining.
 */
export function readAlert(
  alert: Alert,
  groupKey: string | undefined,
  allowed: readonly string[],
): AlertRequest | { readonly ignored: string } {
  const { alertname, model, action } = alert.labels;
  if (alert.status !== 'firing') return { ignored: `the alert is ${alert.status}` };
  if (alertname === undefined) return { ignored: 'the alert has no name' };
  if (!allowed.includes(alertname) && action !== 'retrain') {
    return { ignored: `RETRAIN_ALERTS does not list ${alertname}` };
  }
  if (model === undefined) return { ignored: 'the alert has no label "model"' };
  const key = digest([groupKey, identityOf(alert), alert.startsAt]);
  return { alertname, model, key, conf: confOf(alert, alertname, model, groupKey) };
}

/** Tells an alert from others, over its firings. */
export function identityOf({ fingerprint, labels }: Pick<Alert, 'fingerprint' | 'labels'>): string {
  return fingerprint ?? JSON.stringify(labels);
}

function confOf(alert: Alert, alertname: string, model: string, groupKey: string | undefined) {
  const figures = FIGURES.flatMap((name) => {
    const value = Number(alert.annotations[name] || NaN);
    return Number.isFinite(value) ? [[name, value] as const] : [];
  });
  return {
    trigger: 'alert',
    alertname,
    model,
    ...Object.fromEntries(figures),
    starts_at: alert.startsAt ?? null,
    generator_url: alert.generatorURL ?? null,
    group: groupKey === undefined ? null : digest([groupKey]),
  };
}

/** A short text that tells these parts from others. */
export function digest(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
