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

/** An alert that predict received. */
const receivedAlertSchema = z.object({
  alertname: z.string(),
  model: z.string(),
  status: z.enum(['firing', 'resolved']),
  starts_at: z.iso.datetime().nullable().describe('When it began to fire, by Prometheus'),
  received_at: z.iso.datetime().describe('When predict last heard of it'),
  summary: z.string().nullable(),
  generator_url: z.string().nullable().describe("The query in Prometheus' web interface"),
  outcome: requestOutcomeSchema,
  reason: z.string().describe('The reason for the outcome'),
  dag_run_id: z.string().nullable(),
});

/** What predict last heard of each alert: those that fire first, then the newest first. */
export const receivedAlertsSchema = z.object({
  alerts: z.array(receivedAlertSchema),
  last_heartbeat_at: z.iso
    .datetime()
    .nullable()
    .describe('When Watchdog last arrived, which shows that alerts do; null if it never did'),
});

export type ReceivedAlerts = z.output<typeof receivedAlertsSchema>;
export type Alert = z.output<typeof alertSchema>;
export type Notification = z.output<typeof notificationSchema>;
export type AlertDecision = z.output<typeof alertDecisionSchema>;
export type AlertDecisions = z.output<typeof alertDecisionsSchema>;
