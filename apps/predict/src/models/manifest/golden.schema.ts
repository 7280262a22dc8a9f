import { z } from 'zod';
import { outcomeSchema } from '../outcomes/index.js';

const goldenRow = z.strictObject({
  features: z.record(z.string(), z.unknown()),
  prediction: outcomeSchema,
  probabilities: z.record(z.string(), z.number()).optional(),
});

/**
 * `golden.json`: rows with the answers of the training library, which the served graph must reproduce. At least two, so that
 * rows that run together can be compared with rows that run alone.
 */
export const goldenSchema = z.array(goldenRow).min(2).max(1000);

export type GoldenRow = z.infer<typeof goldenRow>;
