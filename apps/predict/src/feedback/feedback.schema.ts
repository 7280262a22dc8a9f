import { z } from 'zod';
import { outcomeSchema } from '../models/outcomes/index.js';

/** The maximum for every installation; the settings may lower it. */
const MAX_BATCH = 100_000;

const predictionId = z.uuid().toLowerCase().describe('The prediction_id that /predict returned');

/** The true value of one prediction. */
export const feedbackSchema = z.strictObject({
  prediction_id: predictionId,
  actual: z
    .union([outcomeSchema, z.boolean()], {
      error: 'must be a class, a finite number, a list of labels, or an object of values by label or target',
    })
    .describe(
      'The true value: a class; a number for a regression; the list of labels of the row, or an object with true or false ' +
        'for some labels; or an object with numbers for some targets. What an object leaves out stays as it was',
    ),
});

/** The true values of several predictions. */
export const feedbackBatchSchema = z.strictObject({
  feedback: z.array(feedbackSchema).min(1).max(MAX_BATCH),
});

/** The result of feedback about one prediction. */
export const feedbackAnswerSchema = z.object({
  prediction_id: z.uuid(),
  model: z.string(),
  version: z.int(),
  prediction: outcomeSchema,
  actual: outcomeSchema,
  unknown_class: z
    .literal(true)
    .optional()
    .describe('Present if the model does not have this class; its prediction counts as wrong'),
  status: z
    .enum(['recorded', 'unchanged', 'corrected'])
    .describe(
      'recorded: the first value; unchanged: the same value again; corrected: a new value that replaces the old one',
    ),
});

/** The results of a batch, in the order of the request. */
export const feedbackBatchAnswerSchema = z.object({ feedback: z.array(feedbackAnswerSchema) });

export type Feedback = z.output<typeof feedbackSchema>;
export type FeedbackBatch = z.output<typeof feedbackBatchSchema>;
export type FeedbackAnswer = z.infer<typeof feedbackAnswerSchema>;
export type FeedbackBatchAnswer = z.infer<typeof feedbackBatchAnswerSchema>;
