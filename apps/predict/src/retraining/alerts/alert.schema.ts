import { z } from 'zod';
import { requestOutcomeSchema } from '../decisions/index.js';

/** A group of Alertmanager has a few; deciding about 10,000 would block the event loop for 100 ms. */
const MAX_ALERTS = 2_000;

const texts = z.record(z.string(), z.string()).default({});

/** One alert of a notification. */
const alertSchema = z.looseObject({
  status: z.string(),
  labels: texts,
  annotations: texts,
  startsAt: z.string().optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().optional(),
});

/**
 * A notification of Alertmanager's webhook, version 4. Unknown keys are accepted: minor releases of Alertmanager add
 * some.
 */
export const notificationSchema = z.looseObject({
  version: z.string().optional(),
  groupKey: z.string().optional(),
  alerts: z.array(alertSchema).max(MAX_ALERTS),
});

/** The decision about one alert. */
const alertDecisionSchema = z.object({
  alertname: z.string().nullable(),
  model: z.string().nullable(),
  outcome: requestOutcomeSchema,
  reason: z.string().describe('The reason for the outcome'),
  dag_run_id: z.string().nullable().describe('The DAG run of the retraining'),
});

/** The answer to a notification: a decision for each alert, in the order of the alerts. */
export const alertDecisionsSchema = z.object({ decisions: z.array(alertDecisionSchema) });

export type Alert = z.output<typeof alertSchema>;
export type Notification = z.output<typeof notificationSchema>;
export type AlertDecision = z.output<typeof alertDecisionSchema>;
export type AlertDecisions = z.output<typeof alertDecisionsSchema>;
