import type { Source } from './source.js';

/** Rows of one source, and the size of the references that are drawn from it. */
export interface Case {
  readonly source: Source;
  readonly size: number;
}

/** A table of what is measured in simulated windows, and the aims that it misses. */
export interface Table<Row> {
  readonly cases: () => readonly Case[];
  /** @param windows of each row of the table. */
  readonly measure: (simulated: Case, windows: number) => readonly Row[];
  readonly markdown: (rows: readonly Row[]) => string;
  /** A sentence for each. */
  readonly missed: (rows: readonly Row[]) => readonly string[];
}
