import type { Manifest } from '../../models/manifest/index.js';
import type { Outcome } from '../../models/inference/index.js';
import type { BatchPrediction, Prediction } from './prediction.schema.js';

/** The answer to a request for one row. `drift` names the features outside what the reference has seen. */
export function answerOf(
  id: string,
  manifest: Manifest,
  outcome: Outcome,
  drift: string[] | undefined,
): Prediction {
  return {
    prediction_id: id,
    model: manifest.name,
    version: manifest.version,
    prediction: outcome.prediction,
    probability: outcome.probability,
    probabilities: byClass(manifest, outcome),
    drift,
  };
}

/** The answer to one row of a batch, whose model and version stand once above it. */
export function outcomeOf(
  id: string,
  manifest: Manifest,
  outcome: Outcome,
  drift: string[] | undefined,
): BatchPrediction['predictions'][number] {
  return {
    prediction_id: id,
    prediction: outcome.prediction,
    probability: outcome.probability,
    probabilities: byClass(manifest, outcome),
    drift,
  };
}

function byClass({ classes }: Manifest, { probabilities }: Outcome): Record<string, number> | undefined {
  if (classes === null || probabilities === undefined) return undefined;
  const named: Record<string, number> = {};
  for (let at = 0; at < classes.length; at++) named[classes[at] as string] = probabilities[at] as number;
  return named;
}
