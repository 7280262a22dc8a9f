import { z } from 'zod';

/** No batch is longer, whatever the settings say. */
const MAX_BATCH = 100_000;

const predictionId = z.uuid().toLowerCase().describe('The prediction_id of the answer to /predict');

/** The truth about one prediction. */
export const feedbackSchema = z.strictObject({
  prediction_id: predictionId,
  actual: z
    .union([z.string(), z.number()], { error: 'must be the name of a class or a finite number' })
    .describe('What really happened: a class of the model, or the number of a regression'),
});

/** The truth about several predictions. */
export const feedbackBatchSchema = z.strictObject({
  feedback: z.array(feedbackSchema).min(1).max(MAX_BATCH),
});

/** What became of the truth about one prediction. */
export const feedbackAnswerSchema = z.object({
  prediction_id: z.uuid(),
  model: z.string(),
  version: z.int(),
  prediction: z.union([z.string(), z.number()]),
  actual: z.union([z.string(), z.number()]),
  status: z
    .enum(['recorded', 'unchanged', 'corrected'])
    .describe('First truth, the same again, or another value in place of the old one'),
});

/** The answers to a batch, in the order they were sent. */
export const feedbackBatchAnswerSchema = z.object({ feedback: z.array(feedbackAnswerSchema) });

export type Feedback = z.output<typeof feedbackSchema>;
export type FeedbackBatch = z.output<typeof feedbackBatchSchema>;
export type FeedbackAnswer = z.infer<typeof feedbackAnswerSchema>;
export type FeedbackBatchAnswer = z.infer<typeof feedbackBatchAnswerSchema>;
