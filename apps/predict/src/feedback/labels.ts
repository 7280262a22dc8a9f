import { type ModelVersion, versionKey } from '../models/manifest/index.js';

/** What was predicted under an id. */
export interface KnownPrediction extends ModelVersion {
  readonly id: string;
  /** A class, or the decimal text of a number. */
  readonly predicted: string;
}

/** A truth to store; `actual` was checked against the model. */
export interface Label extends KnownPrediction {
  readonly actual: string;
}

/** The truth that is stored about a prediction. */
export interface StoredLabel {
  readonly id: string;
  readonly actual: string;
  readonly position: number;
}

/** The last position and revision of a model version. */
export interface FeedbackHead extends ModelVersion {
  readonly position: number;
  readonly revision: number;
}

/** What storing a label did. */
export type LabelStatus = 'recorded' | 'unchanged' | 'corrected';

/** A label with its place; the place of an unchanged one is not new. */
export interface PlacedLabel extends Label {
  readonly status: LabelStatus;
  readonly position: number;
  readonly revision: number;
}

/** What a transaction has to write, and how each label fared, in their order. */
export interface Placement {
  readonly labels: readonly PlacedLabel[];
  readonly changed: readonly PlacedLabel[];
  readonly heads: readonly FeedbackHead[];
}

/**
 * Gives each label its status and place, in their order: a prediction that has no truth yet gets the next position, any
 * change the next revision. Several labels of one prediction count as if they had come one after the other.
 */
export function placeLabels(
  labels: readonly Label[],
  stored: readonly StoredLabel[],
  heads: readonly FeedbackHead[],
): Placement {
  const known = new Map(stored.map((label) => [label.id, label]));
  const ends = new Map(heads.map((head) => [versionKey(head), { ...head }]));
  const changed = new Map<string, PlacedLabel>();
  const placed = labels.map((label): PlacedLabel => {
    const before = known.get(label.id);
    const end = ends.get(versionKey(label))!;
    if (before?.actual === label.actual) {
      return { ...label, status: 'unchanged', position: before.position, revision: end.revision };
    }
    end.revision += 1;
    const position = before?.position ?? (end.position += 1);
    const status = before === undefined ? 'recorded' : 'corrected';
    const now = { ...label, status, position, revision: end.revision } as const;
    known.set(label.id, now);
    changed.set(label.id, now);
    return now;
  });
  return { labels: placed, changed: [...changed.values()], heads: [...ends.values()] };
}
