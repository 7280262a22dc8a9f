import type { ColumnEvaluation, DriftFailure, TextDescriptor } from '@plumbline/evaluation';

const descriptors: Record<TextDescriptor, string> = {
  length: 'length in characters',
  words: 'number of words',
  unknown_words: 'share of words that are not in the reference',
  non_letters: 'share of characters that are not letters',
};

/** The title of a column: its feature, and for a text the property that is measured. */
export function columnTitle({
  feature,
  descriptor,
}: Pick<ColumnEvaluation, 'feature' | 'descriptor'>): string {
  return descriptor === null ? feature : `${feature}: ${descriptors[descriptor]}`;
}

/** The noun for the columns of an evaluation. */
export function columnNoun(columns: readonly ColumnEvaluation[]): 'feature' | 'measure' {
  return columns.every(({ descriptor }) => descriptor === null) ? 'feature' : 'measure';
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
