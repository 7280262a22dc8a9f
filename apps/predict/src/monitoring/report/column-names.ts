import type { ColumnEvaluation, DriftFailure, TextDescriptor } from '@plumbline/evaluation';

const descriptors: Record<TextDescriptor, string> = {
  length: 'length in characters',
  words: 'number of words',
  unknown_words: 'share of words the reference does not have',
  non_letters: 'share of characters that are not letters',
};

/** The name of a column for people: a feature, or what is measured of a text. */
export function columnTitle({
  feature,
  descriptor,
}: Pick<ColumnEvaluation, 'feature' | 'descriptor'>): string {
  return descriptor === null ? feature : `${feature}: ${descriptors[descriptor]}`;
}

/** What the columns of an evaluation are called together. */
export function columnNoun(columns: readonly ColumnEvaluation[]): 'feature' | 'measure' {
  return columns.every(({ descriptor }) => descriptor === null) ? 'feature' : 'measure';
}

/** Columns that drifted before those that did not, each by severity; those without a score stand last. */
export function worstFirst(columns: readonly ColumnEvaluation[]): ColumnEvaluation[] {
  const rank = ({ drift }: ColumnEvaluation): number =>
    drift === null ? -1 : (drift.drifted ? 1e9 : 0) + (drift.severity || 0);
  return [...columns].sort((one, other) => rank(other) - rank(one));
}

const failures: Record<DriftFailure | 'error', string> = {
  'empty-reference': 'the reference has no values',
  'empty-current': 'the current rows have no values',
  'wrong-type': 'the method is not made for this type',
  'types-differ': 'reference and current values are of different types',
  'mixed-categories': 'its categories are numbers and texts at once',
  'too-few-rows': 'the method needs more rows',
  'too-many-categories': 'the method needs two categories',
  'lengths-differ': 'the method needs as many current as reference rows',
  'no-spread': 'its values do not differ enough',
  'no-bins': 'its values cannot be divided into bins',
  'no-score': 'its values are too few or do not vary',
  error: 'its evaluation failed; the log has the cause',
};

/** Why a column has no score. */
export function failureText({ failure }: ColumnEvaluation): string {
  return failure === null ? 'no score' : failures[failure];
}
