/** A value of a table; null where it is missing. */
export type Cell = string | number | boolean | readonly unknown[] | null;

/** The values of a column, one per row, all of one type or null. */
export interface Column {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Rows with named columns. */
export class Table {
  constructor(
    readonly columns: readonly Column[],
    /** How the file was read, such as `separator ;`, for the person who gave it. */
    readonly notes: readonly string[],
  ) {}

  get rows(): number {
    return this.columns[0]?.cells.length ?? 0;
  }

  column(name: string): Column | undefined {
    return this.columns.find((column) => column.name === name);
  }
}
