import { ALARM_LEVEL } from '../drift/index.js';
import {
  classifyDomains,
  type CorrelatedColumn,
  type CorrelationChanges,
  correlationChanges,
  type DomainClassification,
  type DomainColumn,
} from '../multivariate/index.js';
import type { textDescriptors } from '../measures/index.js';
import { cellsOf, type ColumnCells, codesOfSample, isValue } from '../profiles/index.js';
import type { RawColumn } from '../samples/index.js';
import { finite } from './json-numbers.js';
import type { PreparedColumn } from './prepared-column.js';
import type { PreparedProfile } from './prepared-profile.js';

/** Of more rows in a window, every n-th is taken. */
const MAX_ROWS = 5_000;

const UNKNOWN_WORDS: (typeof textDescriptors)[number] = 'unknown_words';

/** A column of the sample, ready to be compared. */
interface SampledColumn {
  readonly column: PreparedColumn;
  readonly cells: ColumnCells;
  readonly reference: Uint8Array;
}

/** The samples of prepared profiles, which are the same for every window. */
const sampled = new WeakMap<PreparedProfile, readonly SampledColumn[]>();

/** How the columns of a window go together. */
interface MultivariateDrift {
  readonly multivariate: DomainClassification | null;
  readonly correlations: CorrelationChanges | null;
}

/**
 * Tells the rows of a window from those of the reference, and compares the correlations of its numeric columns; null when there are too
 * few rows, or a column cannot be read. Nothing for a profile without rows.
 */
export function multivariateDrift(
  prepared: PreparedProfile,
  read: (column: PreparedColumn) => RawColumn,
): MultivariateDrift | Record<string, never> {
  if (!prepared.profile.sample) return {};
  const known = sampled.get(prepared) ?? sampleOf(prepared);
  sampled.set(prepared, known);
  try {
    const columns = known.map((one) => domainColumn(one, read(one.column)));
    const found = classifyDomains(columns);
    if (found === undefined || finite(found.auc) === null) return { multivariate: null, correlations: null };
    const numeric = columns.filter(({ categories }) => categories.length === 0).map(correlatedColumn);
    return { multivariate: found, correlations: correlationChanges(numeric, ALARM_LEVEL) };
  } catch {
    return { multivariate: null, correlations: null };
  }
}

/** The middle ranks of the cells; the last codes are no values. */
function correlatedColumn({ name, reference, window, scores }: DomainColumn): CorrelatedColumn {
  const numbers = (codes: Uint8Array) =>
    Float64Array.from(codes, (code) => (isValue(code) ? (scores[code] ?? NaN) : NaN));
  return { name, reference: numbers(reference), window: numbers(window) };
}

/**
 * Without the unknown words of texts: each reference text is judged by the others, so a text of the reference that is sent again has
 * fewer of them.
 */
function sampleOf({ columns, profile }: PreparedProfile): SampledColumn[] {
  const codes = new Map(profile.sample?.columns.map(({ name, codes: text }) => [name, text]));
  return columns.flatMap((column) => {
    const text = codes.get(column.profile.name);
    if (text === undefined || column.profile.descriptor === UNKNOWN_WORDS) return [];
    return [{ column, cells: cellsOf(column.profile), reference: codesOfSample(text) }];
  });
}

/** Windows are read from the newest row to the oldest, the reference from its first row: only neighbours matter. */
function domainColumn({ column, cells, reference }: SampledColumn, values: RawColumn): DomainColumn {
  const { codeOf, scores, categories } = cells;
  const step = Math.ceil(values.length / MAX_ROWS) || 1;
  const window = Uint8Array.from({ length: Math.ceil(values.length / step) }, (_, place) => {
    return codeOf(values[place * step]);
  });
  return { name: column.profile.name, reference, window, scores, categories };
}
