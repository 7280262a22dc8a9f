import {
  type LabelEstimators,
  MIN_ESTIMATOR_ROWS,
  type ReferenceProfile,
  type ReferenceQuality,
} from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../manifest/index.js';
import type { ReferenceRows } from './profile.schema.js';

/** The accuracy on the reference may exceed that on the holdout by this many standard errors: 1 in 740 does by chance. */
const MAX_STANDARD_ERRORS = 3;
const REMEDY = 'the estimate is too high where the model was trained on these rows; give held-out rows';

const TRAINED_ON = 'the manifest says that the model was trained on its reference';
/** Labels that a warning names. */
const MAX_LISTED = 5;

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
  {
    estimator,
    quality,
    labelEstimators,
  }: Pick<ReferenceProfile, 'estimator' | 'quality' | 'labelEstimators'>,
  source: ReferenceRows | undefined,
): string[] {
  if (manifest.task === 'regression') return [];
  if (manifest.task === 'multilabel')
    return labelEstimators === undefined ? [] : labelWarnings(manifest, labelEstimators, source);
  if (!manifest.outputs.some(({ role }) => PROBABILITIES.has(role))) return [];
  const rows = quality === null ? 0 : quality?.rows;
  if (rows !== undefined && rows < MIN_ESTIMATOR_ROWS) return [tooFewRows(rows)];
  if (estimator === null) return [];
  const doubt = source?.heldOut === false ? TRAINED_ON : quality && doubtOf(quality, manifest.metrics);
  const warnings = doubt ? [`estimated F1: ${doubt}; ${REMEDY}`] : [];
  return estimator.metrics.f1.errorOfOne === 0 ? [...warnings, NO_BAND] : warnings;
}

/** The labels without an estimate by the reason, then the average, then doubts. */
function labelWarnings(
  { f1_average: average }: Extract<Manifest, { task: 'multilabel' }>,
  { labels, averages }: LabelEstimators,
  source: ReferenceRows | undefined,
): string[] {
  const reasons = new Map<string, string[]>();
  for (const one of labels) {
    if ('unproven' in one) reasons.set(one.unproven, [...(reasons.get(one.unproven) ?? []), one.label]);
  }
  const absent = [...reasons].map(
    ([reason, names]) => `estimated F1: absent for ${listed(names)}, because ${reason}`,
  );
  const ofAverage =
    average === 'samples'
      ? 'estimated F1: absent for the average samples, which the probabilities of single labels do not tell'
      : averages[average] === undefined &&
        `estimated F1: the average is absent, because it needs every label, known together in at least ${MIN_ESTIMATOR_ROWS} rows`;
  const doubts = source?.heldOut === false ? [`estimated F1: ${TRAINED_ON}; ${REMEDY}`] : [];
  return [...absent, ...(ofAverage ? [ofAverage] : []), ...doubts];
}

function listed(names: readonly string[]): string {
  const more = names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '';
  return `${names.slice(0, MAX_LISTED).join(', ')}${more}`;
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
