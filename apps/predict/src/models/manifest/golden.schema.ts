import { z } from 'zod';

const goldenRow = z.strictObject({
  features: z.record(z.string(), z.unknown()),
  prediction: z.union([z.string(), z.number()]),
  probabilities: z.record(z.string(), z.number()).optional(),
});

/**
 * `golden.json`: rows and what the training library itself answers for them, which the served graph must
 * repeat; at least two, so that rows that are run together are compared with rows that are run alone.
 */
export const goldenSchema = z.array(goldenRow).min(2).max(1000);

export type GoldenRow = z.infer<typeof goldenRow>;
