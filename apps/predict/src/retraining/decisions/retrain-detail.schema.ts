import { z } from 'zod';
import { retrainSchema } from './retrain.schema.js';
import { runEvaluationSchema } from './run-evaluation.js';

/** The limits on retraining, and where each model stands with them. */
export const retrainPolicySchema = z.object({
  mode: z.enum(['auto', 'approve', 'dry-run', 'off']),
  alerts: z.array(z.string()).describe('Names of the alerts that lead to retraining'),
  cooldown_s: z.int().describe('After an alert led to a retraining, no other does for this time'),
  daily_cap: z.int().describe('Retrainings of one model within 24 hours'),
  airflow: z
    .object({ url: z.string().describe('Its web interface'), dag_id: z.string() })
    .nullable()
    .describe('Null when none is configured'),
  models: z.array(
    z.object({
      model: z.string(),
      cooldown_until: z.iso.datetime().nullable().describe('Null when alerts may lead to a retraining now'),
      today: z.int().describe('Retrainings within the last 24 hours that count for the cap'),
    }),
  ),
});

const taskSchema = z.object({
  id: z.string(),
  index: z.int().nullable().describe('The place among the instances of a mapped task'),
  state: z.string().nullable().describe("In Airflow's words; null until it is scheduled"),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
});

/** A retraining with what is behind it. */
export const retrainDetailSchema = retrainSchema.extend({
  decision: z
    .object({
      by: z.string().describe('Subject of the person'),
      at: z.iso.datetime(),
      state: z.enum(['accepted', 'rejected']),
    })
    .nullable()
    .describe('Who approved or rejected it; null when no approval was needed, or it is awaited'),
  run: z
    .object({
      url: z.string().nullable().describe("Its page in Airflow's web interface"),
      tasks: z.array(taskSchema).describe('In the order they started'),
      evaluation: runEvaluationSchema
        .nullable()
        .describe('What the gate saw; null before it was measured, and for other DAGs'),
    })
    .nullable()
    .describe('The DAG run; null before it is started, and when Airflow cannot tell'),
  run_problem: z.string().nullable().describe('Why Airflow cannot tell'),
});

export type RetrainPolicy = z.output<typeof retrainPolicySchema>;
export type RetrainDetail = z.output<typeof retrainDetailSchema>;
