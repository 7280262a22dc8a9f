import { rocAuc } from '../quality/ranking.js';
import type { ProfileSpec, ReferenceTable } from './profile-spec.js';

/** How right a classifier is about the labelled rows of its reference. */
export interface ReferenceQuality {
  /** Labelled rows. */
  readonly rows: number;
  /** Those of them whose prediction is the label. */
  readonly right: number;
  /** Whether the probabilities rank the rows of every class above all others: an area under the ROC curve of 1. */
  readonly separated: boolean;
}

/** The quality on the reference itself; null without labels, and of a regression. */
export function referenceQuality(
  { actual, predictions, probabilities }: ReferenceTable,
  { classes }: ProfileSpec,
): ReferenceQuality | null {
  if (classes === null || actual === null) return null;
  const labelled = Array.from(predictions, (_, row) => row).filter((row) => actual[row] != null);
  if (labelled.length === 0) return null;
  const areas = classes.map((name, index) =>
    rocAuc(
      labelled.map((row) => actual[row] === name),
      labelled.map((row) => probabilities?.[row * classes.length + index] ?? 0),
    ),
  );
  // NaN of a class that no row, or every row, is of.
  const known = areas.filter((area) => !Number.isNaN(area));
  return {
    rows: labelled.length,
    right: labelled.filter((row) => actual[row] === predictions[row]).length,
    separated: known.length > 0 && known.every((area) => area === 1),
  };
}
