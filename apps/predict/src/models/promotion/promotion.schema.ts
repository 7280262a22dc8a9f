import { z } from 'zod';

const version = z.int().min(1).max(999_999_999);

/** `POST /models/{model}/promote`. */
export const promotionSchema = z.strictObject({ version });

/** `POST /models/{model}/challenger`; null ends the trial. */
export const challengeSchema = z.strictObject({ version: version.nullable() });

/** The pointers of a model. */
export const pointersSchema = z.object({
  model: z.string(),
  champion: z.int().nullable().describe('The version that answers when none is named'),
  previous: z.int().nullable().describe('The version that a rollback restores'),
  challenger: z.int().nullable().describe('The version that predicts the same rows in the shadow'),
});

export type Promotion = z.output<typeof promotionSchema>;
export type Challenge = z.output<typeof challengeSchema>;
export type Pointers = z.infer<typeof pointersSchema>;
