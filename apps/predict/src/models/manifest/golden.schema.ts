import { z } from 'zod';

const goldenRow = z.strictObject({
  features: z.record(z.string(), z.unknown()),
  prediction: z.union([z.string(), z.number()]),
  probabilities: z.record(z.string(), z.number()).optional(),
});

/**
 * `golden.json`: rows with the answers of the training library, which the served graph must reproduce. At least two, so that
 * rows that run together can be compared with rows that run alone.
 */
export const goldenSchema = z.array(goldenRow).min(2).max(1000);

export type GoldenRow = z.infer<typeof goldenRow>;
