import type { WindowEvaluation } from '@plumbline/evaluation';
import type { Manifest } from '../../models/manifest/index.js';
import { bandOf } from './estimated-error.js';
import type { EstimateBand } from './model-evaluation.js';

/** The manifest of a model with several labels. */
export type MultilabelManifest = Extract<Manifest, { task: 'multilabel' }>;

/** F1 of several labels, averaged as the manifest says; null where it is not estimated, and for the average `samples`. */
export function estimatedF1OfLabels(
  { f1_average: average }: MultilabelManifest,
  { estimatedLabels }: WindowEvaluation,
): EstimateBand | null {
  if (estimatedLabels === undefined || average === 'samples') return null;
  const estimate = estimatedLabels.averages[average];
  const band = bandOf(estimate);
  if (estimate === null || band === null) return null;
  const { lower, upper } = estimate.threshold;
  return lower === null || upper === null
    ? band
    : { ...band, threshold: { lower, upper }, alert: estimate.alert };
}
