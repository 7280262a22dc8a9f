/**
 * One row by column, as the file has it: CSV has texts only. A text of a Parquet file that is not UTF-8 is given as its
 * bytes.
 */
export type SourceRecord = Readonly<Record<string, unknown>>;

/**
 * The names of a table's columns, if each has one of its own.
 * @throws {Error} naming the columns that do not.
 */
export function checkColumnNames(names: string[]): string[] {
  for (const [place, name] of names.entries()) {
    if (name === '') {
      throw new Error(`column ${place + 1} has no name; pandas writes its index this way unless index=False`);
    }
    const first = names.indexOf(name);
    if (first !== place) throw new Error(`columns ${first + 1} and ${place + 1} are both named ${name}`);
  }
  return names;
}
