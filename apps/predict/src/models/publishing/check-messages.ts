import { z } from 'zod';

/** What the checking process is asked: whether the files below a path are a version of this model. */
export const checkRequestSchema = z.object({
  model: z.string(),
  path: z.string(),
  files: z.array(z.string()),
});

/** A version that passed its checks. */
export const checkedUploadSchema = z.object({
  version: z.int(),
  /** What its publisher should know about it; each is a sentence for people. */
  warnings: z.array(z.string()),
});

/** What it answers: the version, or every reason against it. */
export const checkAnswerSchema = z.union([checkedUploadSchema, z.object({ reasons: z.array(z.string()) })]);

export type CheckRequest = z.infer<typeof checkRequestSchema>;
export type CheckedUpload = z.infer<typeof checkedUploadSchema>;
export type CheckAnswer = z.infer<typeof checkAnswerSchema>;
