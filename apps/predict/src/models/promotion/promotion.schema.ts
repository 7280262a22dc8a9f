import { z } from 'zod';

const version = z.int().min(1).max(999_999_999);

/** `POST /models/{model}/promote`. */
export const promotionSchema = z.strictObject({ version });

/** `POST /models/{model}/challenger`; null ends the trial. */
export const challengeSchema = z.strictObject({ version: version.nullable() });

/** Where the pointers of a model stand. */
export const pointersSchema = z.object({
  model: z.string(),
  champion: z.int().nullable().describe('Answers when no version is named'),
  previous: z.int().nullable().describe('What a rollback goes back to'),
  challenger: z.int().nullable().describe('Predicts the same rows in the shadow'),
});

export type Promotion = z.output<typeof promotionSchema>;
export type Challenge = z.output<typeof challengeSchema>;
export type Pointers = z.infer<typeof pointersSchema>;
