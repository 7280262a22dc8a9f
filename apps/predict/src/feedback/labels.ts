import { type Issue, ValidationFailed } from '@plumbline/errors';
import { type ModelVersion, versionKey, versionText } from '../models/manifest/index.js';
import { isPartialOutcome, mergedText, type OutcomeForm, textOfOutcome } from '../models/outcomes/index.js';
import type { FeedbackHead, LabelledPrediction } from '../monitoring/feedback-window/index.js';
import { PredictionNotFound } from './feedback.errors.js';
import type { Feedback } from './feedback.schema.js';

/** A label to store, with its prediction. */
export interface Label extends Omit<LabelledPrediction, 'position' | 'revision'> {
  readonly id: string;
  /** Whether parts of the actual value are unknown, so that it adds to what is known. */
  readonly isPartial?: boolean;
}

/** A label that is stored, and what storing it changed. An unchanged label keeps its position. */
export interface StoredLabel extends Label, LabelledPrediction {
  readonly status: 'recorded' | 'unchanged' | 'corrected';
}

/** The rows that a transaction writes, and the status of each label, in their order. */
export interface Placement {
  readonly labels: readonly StoredLabel[];
  readonly changed: readonly StoredLabel[];
  readonly heads: readonly FeedbackHead[];
}

/** The predictions that feedback refers to, by id, and the forms of their outcomes. */
export interface FeedbackContext {
  readonly predictions: ReadonlyMap<string, Omit<Label, 'actual'>>;
  readonly formOf: (version: ModelVersion) => OutcomeForm;
}

/**
 * The labels of a request. `pathOf` returns the path of an item in the request.
 * @throws {PredictionNotFound} when ids are unknown and nothing else is wrong.
 * @throws {ValidationFailed} when a value is not possible for its prediction, with all issues.
 */
export function labelsOf(
  feedback: readonly Feedback[],
  { predictions, formOf }: FeedbackContext,
  pathOf: (index: number) => Issue['path'],
): Label[] {
  const unknown: Issue[] = [];
  const wrong: Issue[] = [];
  const labels: Label[] = [];
  for (const [index, { prediction_id: id, actual }] of feedback.entries()) {
    const prediction = predictions.get(id);
    if (prediction === undefined) {
      unknown.push({
        path: [...pathOf(index), 'prediction_id'],
        message: `There is no prediction ${id} that this token may label.`,
      });
      continue;
    }
    const given = formOf(prediction).read(actual);
    const value = given.problem === undefined ? given.outcome : given.unknownClass;
    if (value === undefined) wrong.push({ path: [...pathOf(index), 'actual'], message: given.problem ?? '' });
    else labels.push({ ...prediction, actual: textOfOutcome(value), isPartial: isPartialOutcome(value) });
  }
  if (wrong.length > 0) throw new ValidationFailed([...wrong, ...unknown]);
  if (unknown.length > 0) throw new PredictionNotFound(unknown);
  return labels;
}

/**
 * Gives each label its status, position and revision, in their order: the first label of a prediction gets the next
 * position, and any change the next revision. Labels of one prediction count as if they arrived one after the other; a
 * partial one keeps what is known of the other parts.
 * @param before the labels that are stored for these predictions, and the heads of their versions.
 */
export function placeLabels(
  labels: readonly Label[],
  before: readonly Pick<StoredLabel, 'id' | 'actual' | 'position'>[],
  heads: readonly FeedbackHead[],
): Placement {
  const known = new Map(before.map((label) => [label.id, label]));
  const ends = new Map(heads.map((head) => [versionKey(head), { ...head }]));
  const changed = new Map<string, StoredLabel>();
  const placed = labels.map((given): StoredLabel => {
    const stored = known.get(given.id);
    const label =
      stored && given.isPartial ? { ...given, actual: mergedText(stored.actual, given.actual) } : given;
    const end = ends.get(versionKey(label));
    if (end === undefined) throw new Error(`no feedback head for ${versionText(label)}`);
    if (stored?.actual === label.actual) {
      return { ...label, status: 'unchanged', position: stored.position, revision: end.revision };
    }
    end.revision += 1;
    const position = stored?.position ?? (end.position += 1);
    const status = stored === undefined ? 'recorded' : 'corrected';
    const now: StoredLabel = { ...label, status, position, revision: end.revision };
    known.set(label.id, now);
    changed.set(label.id, now);
    return now;
  });
  return { labels: placed, changed: [...changed.values()], heads: [...ends.values()] };
}
