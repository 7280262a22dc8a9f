import { z } from 'zod';

/** An outcome in requests and answers: a class, a number, the labels of a row, or a value by label or target. */
export const outcomeSchema = z
  .union([
    z.string(),
    z.number(),
    z.array(z.string()),
    z.record(z.string(), z.union([z.number(), z.boolean()])),
  ])
  .meta({ id: 'Outcome' });

export type JsonOutcome = z.infer<typeof outcomeSchema>;
