import { z } from 'zod';
import { tables } from '../../database/index.js';

const { alerts, retrains } = tables;

/** What became of an alert, or of a person's request for retraining. */
export const requestOutcomeSchema = z.enum(alerts.outcome.enumValues);

/** One entry of the audit trail. */
export const retrainSchema = z.object({
  id: z.uuid(),
  model: z.string(),
  version: z.int().nullable().describe('The champion at the time of the request'),
  state: z.enum(retrains.state.enumValues),
  trigger: z.enum(retrains.trigger.enumValues),
  alertname: z.string().nullable(),
  requested_by: z.string().describe('Subject of the token that sent the request'),
  requested_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  dag_run_id: z.string(),
  conf: z.record(z.string(), z.unknown()).describe('Configuration of the DAG run'),
  notifications: z.int().describe('Number of alerts that led to this retraining, repeated ones included'),
  attempts: z.int().describe('Attempts to start the run'),
  reason: z.string().nullable().describe('The last failure, or the reason for a rejection'),
});

/** The audit trail, newest first. */
export const retrainListSchema = z.object({ retrains: z.array(retrainSchema) });

/** Selects entries of the audit trail. */
export const retrainQuerySchema = z.strictObject({
  model: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** A person's reason, for the audit trail. */
export const reasonSchema = z.strictObject({
  reason: z.string().min(1).max(500).describe('The reason, which the audit trail keeps'),
});

/** The decision about a request for retraining. */
export const retrainDecisionSchema = z.object({
  outcome: requestOutcomeSchema,
  reason: z.string(),
  dag_run_id: z.string().nullable(),
});

export type RequestOutcome = z.output<typeof requestOutcomeSchema>;
export type Retrain = z.output<typeof retrainSchema>;
export type RetrainState = Retrain['state'];
export type RetrainList = z.output<typeof retrainListSchema>;
export type RetrainQuery = z.output<typeof retrainQuerySchema>;
export type Reason = z.output<typeof reasonSchema>;
export type RetrainDecision = z.output<typeof retrainDecisionSchema>;
