import {
  estimateLabelsF1,
  fitCalibration,
  fitIsotonic,
  type IsotonicCurve,
  type LabelAverage,
} from '../estimators/index.js';
import { MultiLabelCounts } from '../quality/index.js';
import { f1Profiles } from './f1-reference.js';
import { calibratedLabel, type LabelColumns, labelColumns } from './label-columns.js';
import { ProfileInputInvalid, type ProfileSpec, type ReferenceTable } from './profile-spec.js';
import { MIN_ESTIMATOR_ROWS } from './quality-estimate.js';
import type { LabelEstimators } from './reference-profile.js';
import { splitErrors } from './split-errors.js';

/** The most rows that estimators are fitted on, and the most probabilities; of more rows, every n-th is taken. */
const MAX_ROWS = 20_000;
const MAX_VALUES = 2_000_000;

const AVERAGES = ['macro', 'micro', 'weighted'] as const;

/** One label of reference rows, with its actual flags; NaN where unknown. */
interface KnownLabel extends LabelColumns {
  readonly label: string;
  readonly actual: Float64Array;
}

/**
 * Fits an estimator of F1 for every label, as for a binary model, and for their averages. Undefined unless every outcome is a label
 * with a probability, and the reference has labels.
 * @throws {ProfileInputInvalid} for a label without a column.
 */
export function fitLabelEstimators(
  { probabilities, outcomes, actualOutcomes }: ReferenceTable,
  spec: ProfileSpec,
): LabelEstimators | undefined {
  const names = labelsOf(spec);
  if (names.length === 0 || probabilities === null || actualOutcomes === undefined) return undefined;
  const flags = labelColumns(names, probabilities, outcomes);
  const all = names.map((label, place): KnownLabel => {
    const [columns, actual] = [flags[place], actualOutcomes[label]];
    if (columns === undefined || actual === undefined)
      throw new ProfileInputInvalid(`the reference has no actual values of ${label}`);
    return { ...columns, label, actual: Float64Array.from(actual, (flag) => flag ?? NaN) };
  });
  const rows = probabilities.length / names.length;
  const step = Math.ceil(rows / Math.min(MAX_ROWS, MAX_VALUES / names.length));
  const columns = all.map((one) =>
    rowsOf(
      one,
      placesWhere(rows, (row) => row % step === 0),
    ),
  );
  const labels = columns.map(fitLabel);
  const isKnown = (row: number) => columns.every(({ actual }) => !Number.isNaN(actual[row]));
  const complete = placesWhere(columns[0]?.actual.length ?? 0, isKnown);
  const curves = labels.map((one) => ('curve' in one ? one.curve : undefined));
  const isEstimated = complete.length >= MIN_ESTIMATOR_ROWS && curves.every((curve) => curve !== undefined);
  return {
    labels,
    averages: isEstimated
      ? averagesOf(
          columns.map((column) => rowsOf(column, complete)),
          curves,
        )
      : {},
    rows: complete.length,
  };
}

/** The names of outcomes that are all labels; none for other models. */
function labelsOf({ outcomes = [] }: ProfileSpec): string[] {
  return outcomes.every(({ kind }) => kind === 'label') ? outcomes.map(({ name }) => name) : [];
}

function fitLabel(column: KnownLabel): LabelEstimators['labels'][number] {
  const { label } = column;
  const unproven = (reason: string) => ({ label, unproven: reason });
  const known = rowsOf(
    column,
    placesWhere(column.actual.length, (row) => !Number.isNaN(column.actual[row])),
  );
  const rows = known.actual.length;
  if (rows < MIN_ESTIMATOR_ROWS)
    return unproven(`the reference has ${rows} labelled rows and at least ${MIN_ESTIMATOR_ROWS} are needed`);
  const present = known.actual.reduce((sum, flag) => sum + flag, 0);
  if (present === 0 || present === rows)
    return unproven(`${present === 0 ? 'no' : 'every'} row of the reference has the label`);
  const curve = fitCalibration({ scores: known.probabilities, actual: known.actual });
  const { binary } = f1Profiles(
    {
      classes: ['absent', 'present'],
      probabilities: Array.from(known.probabilities).flatMap((share) => [1 - share, share]),
      predicted: Array.from(known.predicted),
      actual: Array.from(known.actual),
    },
    { task: 'binary', positiveClass: 'present', curve },
  );
  return binary === undefined ? unproven('its F1 is undefined') : { label, curve, f1: binary, rows };
}

/** The estimates on the reference itself, and their errors with labels as they occur together. */
function averagesOf(
  columns: readonly KnownLabel[],
  curves: readonly (IsotonicCurve | null)[],
): LabelEstimators['averages'] {
  const rows = columns[0]?.actual.length ?? 0;
  const errors = splitErrors(rows, columns.length, AVERAGES, (fitted, held) => {
    const halves = columns.map((column, place) => ({
      held: rowsOf(column, held),
      curve: curves[place] ? curveOf(rowsOf(column, fitted)) : null,
    }));
    const some = halves.map((half) => half.held);
    const estimated = estimateOf(
      some,
      halves.map(({ curve }) => curve),
    );
    const realised = countsOf(some);
    return (average) => estimated(average) - realised.scores(average).f1;
  });
  const value = estimateOf(columns, curves);
  return Object.fromEntries(
    AVERAGES.map((average) => [average, { value: value(average), errorOfOne: errors[average] }]),
  );
}

function curveOf({ probabilities, actual }: KnownLabel): IsotonicCurve {
  return fitIsotonic(probabilities, actual);
}

function estimateOf(columns: readonly KnownLabel[], curves: readonly (IsotonicCurve | null)[]) {
  const probabilities = columns.map((column, place) => calibratedLabel(column.probabilities, curves[place]));
  const predicted = columns.map((column) => column.predicted);
  return (average: LabelAverage) => estimateLabelsF1(average, probabilities, predicted)?.value ?? NaN;
}

function countsOf(columns: readonly KnownLabel[]): MultiLabelCounts {
  const counts = new MultiLabelCounts(columns.map(({ label }) => label));
  columns[0]?.actual.forEach((_, row) =>
    counts.add(
      columns.map(({ actual }) => actual[row] ?? NaN),
      columns.map(({ predicted }) => predicted[row] ?? NaN),
    ),
  );
  return counts;
}

function placesWhere(rows: number, isTaken: (row: number) => boolean): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).filter(isTaken);
}

function rowsOf({ label, probabilities, predicted, actual }: KnownLabel, places: Uint32Array): KnownLabel {
  const of = (values: Float64Array) => Float64Array.from(places, (row) => values[row] ?? NaN);
  return { label, probabilities: of(probabilities), predicted: of(predicted), actual: of(actual) };
}
