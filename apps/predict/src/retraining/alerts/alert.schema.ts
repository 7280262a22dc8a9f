import { z } from 'zod';

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
 * A notification of Alertmanager's webhook, version 4. Keys it does not know are let through: minor releases of
 * Alertmanager add some.
 */
export const notificationSchema = z.looseObject({
  version: z.string().optional(),
  groupKey: z.string().optional(),
  alerts: z.array(alertSchema).max(10_000),
});

/** What became of an alert, or of a wish for retraining. */
export const outcomeSchema = z.enum([
  'accepted',
  'awaiting_approval',
  'dry_run',
  'duplicate',
  'in_flight',
  'cooldown',
  'capped',
  'ignored',
  'switched_off',
  'heartbeat',
]);

/** The decision about one alert. */
export const decisionSchema = z.object({
  alertname: z.string().nullable(),
  model: z.string().nullable(),
  outcome: outcomeSchema,
  reason: z.string().describe('Why, in words'),
  dag_run_id: z.string().nullable().describe('The run of the DAG that belongs to it'),
});

/** The answer to a notification, alerts in their order. */
export const decisionsSchema = z.object({ decisions: z.array(decisionSchema) });

export type Alert = z.output<typeof alertSchema>;
export type Notification = z.output<typeof notificationSchema>;
export type Outcome = z.output<typeof outcomeSchema>;
export type Decision = z.output<typeof decisionSchema>;
