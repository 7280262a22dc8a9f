import type { ColumnProfile } from '../profiles/index.js';
import type { PreparedColumn } from './prepared-column.js';
import type { ColumnEvaluation, OutsideColumn } from './window-evaluation.js';

/** The share of a window whose values may be outside of the reference beyond those that chance explains. */
const MAX_OUTSIDE = 0.1;

/**
 * The columns in which more than a tenth of the window has values that the reference tells nothing about: numbers outside of its range
 * and categories that it does not have. The most such values first. Quality is not estimated for such a window.
 * @param columns in the order of `evaluations`.
 */
export function outsideColumns(
  columns: readonly PreparedColumn[],
  evaluations: readonly ColumnEvaluation[],
): OutsideColumn[] {
  return evaluations
    .map(({ name, summary: { rows, outOfRange, newCategory } }, place) => {
      const profile = columns[place]?.profile;
      const expected = profile === undefined ? 0 : expectedShare(profile);
      return { name, share: (outOfRange + newCategory) / rows, expected };
    })
    .filter(({ share, expected }) => share > MAX_OUTSIDE + expected)
    .map(({ name, share }) => ({ name, share }))
    .sort((one, other) => other.share - one.share);
}

/** Why quality is not estimated, as a part of a sentence; null where it may be. */
export function outsideReason([worst]: readonly OutsideColumn[] = []): string | null {
  if (worst === undefined) return null;
  const percent = (100 * worst.share).toFixed(0);
  return `${percent} % of the window has values of ${worst.name} outside of the reference, where nothing is known about the model`;
}

/**
 * The share of rows of the same kind whose value the reference does not have. Of n numbers two are the extremes, so that 2 / (n + 1) of
 * others are beyond. For categories the share of those that occur once (I. J. Good 1953).
 */
function expectedShare(profile: ColumnProfile): number {
  if (profile.kind === 'numerical') return 2 / (profile.rows + 1);
  return profile.counts.filter((count) => count === 1).length / profile.rows;
}
