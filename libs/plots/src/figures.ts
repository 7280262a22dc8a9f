/** Shown where there is no number. */
export const NONE = '–';

/** With a no-break space, so that it stays with its number. */
const UNIT = '\u00A0%';

const SIGNIFICANT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const LARGEST_PLAIN = 1e6;
const SMALLEST_PLAIN = 1e-3;

/** A number of any size with three significant digits: `0.0132`, `1,230`, `4.1e-9`. */
export function figure(value: number | null | undefined): string {
  if (!isNumber(value)) return NONE;
  const size = Math.abs(value);
  if (size !== 0 && (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN)) return value.toExponential(1);
  return size >= 1000 ? WHOLE.format(value) : SIGNIFICANT.format(value === 0 ? 0 : value);
}

/** A score between 0 and 1, by default with two decimals: `0.83`. */
export function score(value: number | null | undefined, decimals = 2): string {
  return isNumber(value) ? value.toFixed(decimals) : NONE;
}

/** A whole number with thousands separators: `12,000`. */
export function count(value: number | null | undefined): string {
  return isNumber(value) ? WHOLE.format(value) : NONE;
}

/** A share in percent, with a decimal below 10 %: `4.2 %`. A small share reads `< 0.1 %` rather than 0. */
export function percent(share: number | null | undefined): string {
  if (!isNumber(share)) return NONE;
  if (share > 0 && share < 0.0005) return `< 0.1${UNIT}`;
  const digits = share === 0 || share >= 0.0995 ? 0 : 1;
  return `${(share * 100).toFixed(digits)}${UNIT}`;
}

/** A round share for an axis: `2.5 %`. */
export function axisPercent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}${UNIT}`;
}

/** A multiple of the threshold: `2.4×`. */
export function times(severity: number | null | undefined): string {
  if (!isNumber(severity)) return NONE;
  if (severity >= 99.5) return '> 99×';
  // A severity below the threshold must not read as 1.0×.
  if (severity < 1 && severity >= 0.95) return `${(Math.floor(severity * 100) / 100).toFixed(2)}×`;
  return `${Math.max(0, severity).toFixed(severity < 9.95 ? 1 : 0)}×`;
}

/** An ISO 8601 time in UTC: `21 Nov 2026, 01:34 UTC`. */
export function moment(iso: string | null | undefined): string {
  const time = new Date(iso ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return NONE;
  const date = time.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${date}, ${time.toISOString().slice(11, 16)} UTC`;
}

/** A duration in the largest unit that divides it: `7 days`, `90 minutes`. */
export function duration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [name, length] = units.find(([, unit]) => seconds >= unit && seconds % unit === 0) ?? ['second', 1];
  return plural(seconds / length, name);
}

/** A count with its noun: `1 row`, `2 rows`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Truncates a text to a number of characters. */
export function shortened(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
