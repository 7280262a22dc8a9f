import { type ColumnEvaluation, type DriftFailure, MISSING } from '@plumbline/evaluation';

const descriptors: Readonly<Record<string, string>> = {
  length: 'length in characters',
  words: 'number of words',
  unknown_words: 'share of words that are not in the reference',
  non_letters: 'share of characters that are not letters',
  missing: 'missing values',
  level: 'mean',
  spread: 'standard deviation',
  trend: 'slope over the steps',
  width: 'width in pixels',
  height: 'height in pixels',
};

/** The title of a column: its feature, and the property that is measured, of an array for each channel. */
export function columnTitle({
  feature,
  descriptor,
}: Pick<ColumnEvaluation, 'feature' | 'descriptor'>): string {
  if (descriptor === null) return feature;
  const end = descriptor.lastIndexOf('.');
  const measured = descriptor.slice(end + 1);
  const channel = end === -1 ? '' : `${descriptor.slice(0, end)}, `;
  return `${feature}: ${channel}${descriptors[measured] ?? measured}`;
}

/** Whether the column tells if a feature has a value; it counts together with the feature. */
export function tellsMissing({ descriptor, kind }: ColumnEvaluation): boolean {
  return descriptor === MISSING && kind === 'categorical';
}

/** The noun for the columns of an evaluation. */
export function columnNoun(columns: readonly ColumnEvaluation[]): 'feature' | 'measure' {
  return columns.every((column) => column.descriptor === null || tellsMissing(column))
    ? 'feature'
    : 'measure';
}

/** Columns that drifted before those that did not, each by severity; columns without a score are last. */
export function worstFirst(columns: readonly ColumnEvaluation[]): ColumnEvaluation[] {
  const rank = ({ drift }: ColumnEvaluation): number =>
    drift === null ? -1 : (drift.drifted ? 1e9 : 0) + (drift.severity || 0);
  return [...columns].sort((one, other) => rank(other) - rank(one));
}

const failures: Record<DriftFailure | 'error', string> = {
  'empty-reference': 'the reference has no values',
  'empty-current': 'the current rows have no values',
  'wrong-type': 'the method does not support this type',
  'types-differ': 'reference and current values have different types',
  'mixed-categories': 'its categories mix numbers and texts',
  'too-few-rows': 'the method needs more rows',
  'too-many-categories': 'the method needs exactly two categories',
  'lengths-differ': 'the method needs as many current rows as reference rows',
  'no-spread': 'its values vary too little',
  'no-bins': 'its values cannot be divided into bins',
  'no-score': 'it has too few values, or they do not vary',
  error: 'its evaluation failed; see the log',
};

/** Why a column has no score. */
export function failureText({ failure }: ColumnEvaluation): string {
  return failure === null ? 'no score' : failures[failure];
}
