import type { RawColumn, RawValue } from '../samples/index.js';

/** A row of a table: its values by column; an absent column is missing. */
export type Row = Readonly<Record<string, RawValue>>;

/** A table by columns, all of one length. */
export type Columns = Readonly<Record<string, RawColumn>>;

/** A table, as rows or as columns. */
export type Table = readonly Row[] | Columns;

/** The columns of a table. @throws RangeError when their lengths differ. */
export function columnsOf(table: Table): Columns {
  if (isRows(table)) return transposed(table);
  const [first, ...others] = Object.entries(table);
  const odd = others.find(([, values]) => values.length !== first?.[1].length);
  if (first !== undefined && odd !== undefined) {
    throw new RangeError(
      `the columns differ in length: "${first[0]}" has ${first[1].length} values, "${odd[0]}" ${odd[1].length}`,
    );
  }
  return table;
}

function isRows(table: Table): table is readonly Row[] {
  return Array.isArray(table);
}

function transposed(rows: readonly Row[]): Columns {
  const columns = new Map<string, RawValue[]>();
  rows.forEach((row, index) => {
    for (const name of Object.keys(row)) {
      let values = columns.get(name);
      if (values === undefined) columns.set(name, (values = new Array<RawValue>(rows.length).fill(null)));
      values[index] = row[name];
    }
  });
  return Object.fromEntries(columns);
}
