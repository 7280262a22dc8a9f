/**
 * How often a column of a steady window may be called drifted. Verdicts that raise alarms, of the data set and of the
 * predictions, have a stricter level, since overlapping windows are judged again and again.
 */
const COLUMN_LEVEL = 0.02;
export const ALARM_LEVEL = 0.001;

/** Of many columns, at most this many are called drifted by chance on average. */
const FALSE_COLUMNS = 0.5;

/** The level of one of several columns. */
export function columnLevel(columns: number): number {
  return Math.min(COLUMN_LEVEL, FALSE_COLUMNS / columns);
}

/** The smallest distance that is called drift, however many rows there are: a shift by about a twentieth of a standard deviation. */
export const LEAST_DISTANCE = 0.03;
