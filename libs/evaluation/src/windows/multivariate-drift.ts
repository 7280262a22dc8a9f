import { classifyDomains, type DomainClassification, type DomainColumn } from '../multivariate/index.js';
import type { textDescriptors } from '../measures/index.js';
import { cellsOf, type ColumnCells, codesOfSample } from '../profiles/index.js';
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

/**
 * Tells the rows of a window from those of the reference; null when there are too few, or a column cannot be read, undefined
 * for a profile without rows.
 */
export function multivariateDrift(
  prepared: PreparedProfile,
  read: (column: PreparedColumn) => RawColumn,
): DomainClassification | null | undefined {
  if (!prepared.profile.sample) return undefined;
  const known = sampled.get(prepared) ?? sampleOf(prepared);
  sampled.set(prepared, known);
  try {
    const found = classifyDomains(known.map((one) => domainColumn(one, read(one.column))));
    return found && finite(found.auc) !== null ? found : null;
  } catch {
    return null;
  }
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
