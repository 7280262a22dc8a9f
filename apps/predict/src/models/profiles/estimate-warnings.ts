import { MIN_ESTIMATOR_ROWS, type ReferenceProfile, type ReferenceQuality } from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../manifest/index.js';
import type { ReferenceRows } from './profile.schema.js';

/** The accuracy on the reference may exceed that on the holdout by this many standard errors: 1 in 740 does by chance. */
const MAX_STANDARD_ERRORS = 3;
const REMEDY = 'the estimate is too high where the model was trained on these rows; give held-out rows';

/** The warning about an estimate whose band has no width. */
export const NO_BAND =
  'estimated F1: the confidence band has no width, because no reference row shows its error';

/** The roles of outputs that give a probability for each class. */
const PROBABILITIES: ReadonlySet<string> = new Set(['probabilities', 'probability', 'logits']);

/**
 * Why F1 is not estimated from a profile, or reasons to doubt the estimate; empty when there is none, and for a model without
 * probabilities of classes.
 *
 * The estimator assumes that the model was not trained on the reference. A model that is right about all of its rows, or about
 * more of them than on its holdout beyond chance, was perhaps trained on them.
 * @param source undefined for older profiles, which do not contain it.
 */
export function estimateWarnings(
  manifest: Manifest,
  { estimator, quality }: Pick<ReferenceProfile, 'estimator' | 'quality'>,
  source: ReferenceRows | undefined,
): string[] {
  if (manifest.task === 'regression' || manifest.task === 'multilabel') return [];
  if (!manifest.outputs.some(({ role }) => PROBABILITIES.has(role))) return [];
  const rows = quality === null ? 0 : quality?.rows;
  if (rows !== undefined && rows < MIN_ESTIMATOR_ROWS) return [tooFewRows(rows)];
  if (estimator === null) return [];
  const doubt =
    source?.heldOut === false
      ? 'the manifest says that the model was trained on its reference'
      : quality && doubtOf(quality, manifest.metrics);
  const warnings = doubt ? [`estimated F1: ${doubt}; ${REMEDY}`] : [];
  return estimator.metrics.f1.errorOfOne === 0 ? [...warnings, NO_BAND] : warnings;
}

function tooFewRows(rows: number): string {
  return `estimated F1: absent, because the reference has ${rows} labelled rows and at least ${MIN_ESTIMATOR_ROWS} are needed`;
}

function doubtOf(quality: ReferenceQuality, metrics: ClassificationManifest['metrics']): string | undefined {
  const { rows, right, separated } = quality;
  if (right === rows) return `the model is right about all ${rows} labelled rows of its reference`;
  if (separated)
    return `the probabilities separate the classes of all ${rows} labelled reference rows without error`;
  if (metrics === undefined) return undefined;
  const { accuracy, holdout_rows: holdoutRows } = metrics;
  const gap = right / rows - accuracy;
  if (gap <= MAX_STANDARD_ERRORS * standardError(quality, accuracy, holdoutRows)) return undefined;
  return (
    `the model is right about ${percent(right / rows)} of its reference and ${percent(accuracy)} of the holdout ` +
    'it was registered with, more than chance explains'
  );
}

/** Of the difference of two proportions that are equal in truth (pooled). */
function standardError({ rows, right }: ReferenceQuality, accuracy: number, holdoutRows: number): number {
  const pooled = (right + accuracy * holdoutRows) / (rows + holdoutRows);
  return Math.sqrt(pooled * (1 - pooled) * (1 / rows + 1 / holdoutRows));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
