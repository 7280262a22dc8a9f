import { estimateAveragedF1, estimateLabelsF1, type LabelAverage } from '../estimators/index.js';
import { effectiveEstimateRows } from './estimate-rows.js';
import { type F1Band, f1Band } from './f1-estimate.js';
import { calibratedLabel, labelColumns } from './label-columns.js';
import type { PredictionRows } from './profile-spec.js';
import type { LabelEstimators } from './reference-profile.js';

/** F1 of several labels without knowing them; null where it is not estimated. */
interface LabelsF1 {
  /** In the order of the labels. */
  readonly labels: readonly { readonly label: string; readonly f1: F1Band | null }[];
  readonly averages: Readonly<Record<LabelAverage, F1Band | null>>;
}

/**
 * F1 of every label over a window, each as of a binary model, and their averages.
 * @returns null without probabilities or rows.
 * @throws {ProfileInputInvalid} for a label without an outcome.
 */
export function estimateLabels(
  { labels, averages, rows }: LabelEstimators,
  { probabilities, outcomes }: Pick<PredictionRows, 'probabilities' | 'outcomes'>,
): LabelsF1 | null {
  if (probabilities === null || probabilities.length === 0) return null;
  const names = labels.map(({ label }) => label);
  const columns = labelColumns(names, probabilities, outcomes);
  const shares = columns.map((column, place) => {
    const one = labels[place];
    return calibratedLabel(column.probabilities, one && 'curve' in one ? one.curve : null);
  });
  const predicted = columns.map((column) => column.predicted);
  const window = probabilities.length / names.length;
  const averaged = (average: LabelAverage) => {
    const known = averages[average];
    const options = { reference: rows, errorOfOne: known?.errorOfOne ?? 0 };
    const estimate = known && estimateLabelsF1(average, shares, predicted, options);
    return estimate
      ? f1Band(estimate, known, effectiveEstimateRows({ window, reference: rows }, shares))
      : null;
  };
  return {
    labels: labels.map((one, place) => {
      const present = shares[place];
      if (!('curve' in one) || present === undefined) return { label: one.label, f1: null };
      const both = [present.map((share) => 1 - share), present];
      const options = { positive: 1, reference: one.rows, errorOfOne: one.f1.errorOfOne };
      const estimate = estimateAveragedF1('binary', both, predicted[place] ?? [], options);
      const size = effectiveEstimateRows({ window, reference: one.rows }, [present]);
      const f1 = estimate ? f1Band(estimate, one.f1, size) : null;
      return { label: one.label, f1 };
    }),
    averages: { macro: averaged('macro'), micro: averaged('micro'), weighted: averaged('weighted') },
  };
}
