import { z } from 'zod';
import { outcomeSchema } from '../alerts/index.js';

/** Where a retraining stands. `superseded`: another run for the model was under way; `refused`: Airflow said no. */
export const retrainStates = [
  'awaiting_approval',
  'rejected',
  'accepted',
  'queued',
  'running',
  'success',
  'failed',
  'superseded',
  'refused',
  'dry_run',
] as const;

/** One entry of the audit trail. */
export const retrainSchema = z.object({
  id: z.uuid(),
  model: z.string(),
  version: z.int().nullable().describe('The champion when it was asked for'),
  state: z.enum(retrainStates),
  trigger: z.enum(['alert', 'manual']),
  alertname: z.string().nullable(),
  requested_by: z.string().describe('Subject of the token that asked'),
  requested_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  dag_run_id: z.string(),
  conf: z.record(z.string(), z.unknown()).describe('What the run of the DAG is given'),
  notifications: z.int().describe('Alerts that this retraining answers, repeated ones included'),
  attempts: z.int().describe('Attempts to trigger it'),
  reason: z.string().nullable().describe('What went wrong last, or why it was rejected'),
});

/** The audit trail, newest first. */
export const retrainListSchema = z.object({ retrains: z.array(retrainSchema) });

/** Which part of the audit trail is wanted. */
export const retrainQuerySchema = z.strictObject({
  model: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

const why = z.string().min(1).max(500).describe('Why; it is kept in the audit trail');

/** A wish for retraining by hand. */
export const retrainWishSchema = z.strictObject({
  reason: why,
});

/** Why a retraining is not wanted. */
export const retrainRejectionSchema = z.strictObject({
  reason: why,
});

/** What became of such a wish. */
export const wishAnswerSchema = z.object({
  outcome: outcomeSchema,
  reason: z.string(),
  dag_run_id: z.string().nullable(),
});

export type RetrainState = (typeof retrainStates)[number];
export type Retrain = z.output<typeof retrainSchema>;
export type RetrainList = z.output<typeof retrainListSchema>;
export type RetrainQuery = z.output<typeof retrainQuerySchema>;
export type RetrainWish = z.output<typeof retrainWishSchema>;
export type RetrainRejection = z.output<typeof retrainRejectionSchema>;
export type WishAnswer = z.output<typeof wishAnswerSchema>;
