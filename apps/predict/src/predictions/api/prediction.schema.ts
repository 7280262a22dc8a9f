import { z } from 'zod';

const outcome = {
  prediction_id: z.uuid().describe('Names the prediction when its true value is sent to /feedback'),
  prediction: z.union([z.string(), z.number()]).describe('The class, or the number of a regression'),
  probability: z.number().optional().describe('Probability of the predicted class'),
  probabilities: z.record(z.string(), z.number()).optional().describe('Probability of each class'),
  drift: z
    .array(z.string())
    .optional()
    .describe('The features with a value outside what the reference of the model has seen'),
};

const source = { model: z.string(), version: z.int() };

/**
 * The answer to one row. `probability` and `probabilities` are there when the model gives them, `drift` when the version
 * has a reference profile.
 */
export const predictionSchema = z.object({
  prediction_id: outcome.prediction_id,
  ...source,
  prediction: outcome.prediction,
  probability: outcome.probability,
  probabilities: outcome.probabilities,
  drift: outcome.drift,
});

/** The answer to several rows, in the order they were sent. */
export const batchPredictionSchema = z.object({ ...source, predictions: z.array(z.object(outcome)) });

export type Prediction = z.infer<typeof predictionSchema>;
export type BatchPrediction = z.infer<typeof batchPredictionSchema>;
