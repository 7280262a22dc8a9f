/** A Markdown table; columns without an alignment of their own have `alignment`'s last one. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  alignment: readonly Alignment[],
): string {
  const cells = header.map((_, index) => alignment[index] ?? alignment.at(-1) ?? LEFT);
  return [header, cells, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The alignment of a column. */
export type Alignment = typeof LEFT | typeof RIGHT;
export const LEFT = '---';
export const RIGHT = '---:';

/** A number with these digits after the point; n/a when it was not measured. */
export function fixed(value: number | undefined, digits: number): string {
  return value === undefined ? 'n/a' : value.toFixed(digits);
}

/** A row of a table of aims: name, wanted, measured, met or missed. */
export type Aim = readonly [name: string, wanted: string, measured: string, verdict: string];

/** The aim that a figure is at least `limit`; undefined when it was not measured. */
export function atLeast(
  name: string,
  value: number | undefined,
  limit: number,
  digits: number,
): Aim | undefined {
  if (value === undefined) return undefined;
  return [name, `>= ${limit}`, fixed(value, digits), value >= limit ? 'met' : 'missed'];
}

/** The aim that a figure is at most `limit`; undefined when it was not measured. */
export function atMost(
  name: string,
  value: number | undefined,
  limit: number,
  digits: number,
): Aim | undefined {
  if (value === undefined) return undefined;
  return [name, `<= ${limit}`, fixed(value, digits), value <= limit ? 'met' : 'missed'];
}

/** The aims that were measured, as a table. */
export function aimsTable(aims: readonly (Aim | undefined)[]): string {
  const measured = aims.filter((aim) => aim !== undefined);
  return markdownTable(['Aim', 'Wanted', 'Measured', ''], measured, [LEFT, RIGHT, RIGHT, LEFT]);
}

/** The ratio of two figures; undefined when one of them was not measured. */
export function ratio(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one / other;
}
