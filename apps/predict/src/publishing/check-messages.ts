import { z } from 'zod';

/** What the checking process is asked: whether the files below a path are a version of this model. */
export const checkRequestSchema = z.object({
  model: z.string(),
  path: z.string(),
  files: z.array(z.string()),
});

/** What it answers: the version's number, or every reason against it. */
export const checkAnswerSchema = z.union([
  z.object({ version: z.int() }),
  z.object({ reasons: z.array(z.string()) }),
]);

export type CheckRequest = z.infer<typeof checkRequestSchema>;
export type CheckAnswer = z.infer<typeof checkAnswerSchema>;
