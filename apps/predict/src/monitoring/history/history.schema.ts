import { z } from 'zod';
import { versionQuerySchema } from '../api/index.js';

const moment = z.iso.datetime({
  offset: true,
  error: 'must be a date and time such as 2026-03-01T12:00:00Z',
});

/** `?version=&from=&to=&resolution=` of the history. */
export const historyQuerySchema = z.strictObject({
  ...versionQuerySchema.shape,
  from: moment.optional(),
  to: moment.optional(),
  resolution: z.coerce
    .number('must be a number of seconds')
    .int('must be a whole number of seconds')
    .min(60)
    .max(86_400)
    .optional(),
});

/** One value for each time; null where it is not known. */
const series = z.array(z.number().nullable());
const time = z.iso.datetime();

const event = z.object({
  at: time,
  kind: z.enum(['alert', 'retraining', 'publication', 'promotion', 'rollback', 'challenger']),
  title: z.string().describe('A few words, such as "Version 3 promoted"; of an alert its name'),
  version: z.int().nullable(),
});

/** `GET /models/{model}/history`. */
export const historyAnswerSchema = z.object({
  model: z.string(),
  version: z.int(),
  resolution_s: z.number().describe('Seconds from one time to the next'),
  times: z
    .array(time)
    .describe('Starts of the buckets, at most 501. Each series has a value for each of them'),
  quality: z
    .object({
      metric: z.enum(['f1', 'mean_absolute_error']),
      registered: z.number().nullable().describe('At registration'),
      realised: series.describe('From labels'),
      estimated: series.describe('Without labels'),
      estimated_lower: series,
      estimated_upper: series,
    })
    .describe('Means of the evaluations in a bucket'),
  drift: z
    .object({
      share: series.describe('The largest share of drifted columns in a bucket'),
      columns: z
        .array(z.object({ name: z.string(), feature: z.string(), severity: series }))
        .describe('At most 50, those with the highest severity first; outcomes are named as in /drift'),
      column_count: z.int().describe('All columns'),
    })
    .describe('Of the evaluation with the most drift in a bucket; a severity of 1 is the threshold'),
  missing: z
    .array(z.object({ feature: z.string(), share: series }))
    .describe('Share of rows without a value, at most 50 features, those that miss most first'),
  predictions: z
    .array(
      z.object({
        name: z.string(),
        bins: z.array(z.string()),
        reference: z.array(z.number()).describe('Share of each bin in the reference'),
        shares: z.array(series).describe('By bin'),
      }),
    )
    .describe('The distribution of each outcome'),
  traffic: z
    .object({
      rows: series.describe(
        'Rows that the version answered; of a challenger, those that it ran in the shadow',
      ),
      p50_ms: series,
      p95_ms: series,
      p99_ms: series,
    })
    .describe('Time that a row waits for the model and spends in it. Null before this release was installed'),
  events: z.array(event).describe('What happened to the model, oldest first, at most the last 200'),
});

export type HistoryQuery = z.output<typeof historyQuerySchema>;
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;
