import { z } from 'zod';
import { outcomeSchema } from '../../models/outcomes/index.js';

const outcome = {
  prediction_id: z.uuid().describe('The id to send with the true value to /feedback'),
  prediction: outcomeSchema.describe(
    'The class; the number of a regression, or its numbers by target; the labels of the row',
  ),
  probability: z.number().optional().describe('Probability of the predicted class'),
  probabilities: z.record(z.string(), z.number()).optional().describe('Probability of each class or label'),
  score: z
    .number()
    .optional()
    .describe('How anomalous the row is, compared with the threshold of the manifest'),
  scores: z
    .record(z.string(), z.number())
    .optional()
    .describe('Score of each label, if the model gives scores instead of probabilities'),
  drift: z
    .array(z.string())
    .optional()
    .describe('The features whose value is outside the reference of the model'),
};

const source = { model: z.string(), version: z.int() };

/**
 * The answer to one row. `probability` and `probabilities` are present if the model gives them, `drift` if the version has a
 * reference profile.
 */
export const predictionSchema = z.object({
  prediction_id: outcome.prediction_id,
  ...source,
  prediction: outcome.prediction,
  probability: outcome.probability,
  probabilities: outcome.probabilities,
  score: outcome.score,
  scores: outcome.scores,
  drift: outcome.drift,
});

/** The answer to several rows, in the order of the request. */
export const batchPredictionSchema = z.object({ ...source, predictions: z.array(z.object(outcome)) });

export type Prediction = z.infer<typeof predictionSchema>;
export type BatchPrediction = z.infer<typeof batchPredictionSchema>;
