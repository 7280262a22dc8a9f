import { type Issue, ValidationFailed } from '@plumbline/errors';
import { actualProblem } from './actual-value.js';
import { PredictionNotFound } from './feedback.errors.js';
import type { Feedback } from './feedback.schema.js';
import type { VersionTask } from '../monitoring/performance/index.js';
import type { KnownPrediction, Label } from './labels.js';

/** What feedback is checked against. */
export interface Knowledge {
  readonly predictions: ReadonlyMap<string, KnownPrediction>;
  readonly versionOf: (prediction: KnownPrediction) => VersionTask;
}

/**
 * The labels to store. `pathOf` says where an item stands in the request.
 * @throws {PredictionNotFound} when unknown ids are all that is wrong.
 * @throws {ValidationFailed} when a value cannot be the truth, with all issues.
 */
export function checkFeedback(
  feedback: readonly Feedback[],
  { predictions, versionOf }: Knowledge,
  pathOf: (index: number) => Issue['path'],
): Label[] {
  const unknown: Issue[] = [];
  const wrong: Issue[] = [];
  const labels: Label[] = [];
  for (const [index, { prediction_id: id, actual }] of feedback.entries()) {
    const prediction = predictions.get(id);
    const problem = prediction && actualProblem(versionOf(prediction), actual);
    if (prediction === undefined) {
      unknown.push({ path: [...pathOf(index), 'prediction_id'], message: `There is no prediction ${id}.` });
    } else if (problem !== undefined) {
      wrong.push({ path: [...pathOf(index), 'actual'], message: problem });
    } else {
      labels.push({ ...prediction, actual: String(actual) });
    }
  }
  if (wrong.length > 0) throw new ValidationFailed([...wrong, ...unknown]);
  if (unknown.length > 0) throw new PredictionNotFound(unknown);
  return labels;
}
