import { createHash } from 'node:crypto';
import { storableText } from '@plumbline/errors';
import type { AlertRequest } from '../decisions/index.js';
import type { Alert } from './alert.schema.js';

/** Annotations with numbers, as the rules of ModelF1Drop and ModelErrorRise write them. */
const FIGURES = ['f1', 'f1_before', 'error', 'error_before', 'samples', 'samples_before'] as const;

/** Longer texts of alerts are cut: they are stored, and listed with many others. */
const MAX_TEXT = 2_000;

/** A text of an alert as it is stored. */
export function shortText(text: string): string {
  return text.length <= MAX_TEXT ? text : storableText(text.slice(0, MAX_TEXT));
}

/**
 * Reads the request for retraining from an alert, or says why the alert is ignored.
 * @param allowed names of the alerts that lead to retraining.
 */
export function readAlert(
  alert: Alert,
  groupKey: string | undefined,
  allowed: readonly string[],
): AlertRequest | { readonly ignored: string } {
  const { model, action } = alert.labels;
  const alertname = alert.labels['alertname'] && shortText(alert.labels['alertname']);
  if (alert.status !== 'firing') return { ignored: `the alert is ${shortText(alert.status)}` };
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
    starts_at: alert.startsAt === undefined ? null : shortText(alert.startsAt),
    generator_url: alert.generatorURL === undefined ? null : shortText(alert.generatorURL),
    group: groupKey === undefined ? null : digest([groupKey]),
  };
}

/** A short text that tells these parts from others. */
export function digest(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
