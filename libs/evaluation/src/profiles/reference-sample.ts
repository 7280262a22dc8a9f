import type { RawColumn } from '../samples/index.js';
import { cellsOf, CODES } from './column-cells.js';
import type { ColumnProfile, ReferenceSample } from './reference-profile.js';

const SAMPLE_ROWS = 1_000;
/** With more columns, the first ones are kept. */
const SAMPLE_COLUMNS = 64;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Takes up to 1,000 rows of a reference, evenly and in order. Null without columns or rows. */
export function sampleReference(
  columns: readonly { readonly profile: ColumnProfile; readonly values: RawColumn }[],
): ReferenceSample | null {
  const rows = columns[0]?.values.length ?? 0;
  if (rows === 0) return null;
  const size = Math.min(rows, SAMPLE_ROWS);
  const taken = Array.from({ length: size }, (_, place) => Math.floor((place * rows) / size));
  return {
    rows: size,
    columns: columns.slice(0, SAMPLE_COLUMNS).map(({ profile, values }) => {
      const { codeOf } = cellsOf(profile);
      return { name: profile.name, codes: taken.map((row) => ALPHABET[codeOf(values[row])]).join('') };
    }),
  };
}

/** The codes that a text of a sample stands for. */
export function codesOfSample(codes: string): Uint8Array {
  return Uint8Array.from(codes, (character) => {
    const code = ALPHABET.indexOf(character);
    return code < 0 ? CODES - 1 : code;
  });
}
