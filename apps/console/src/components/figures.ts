const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

const UNITS: readonly [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A number of things, such as 12,345. */
export function count(value: number): string {
  return whole.format(value);
}

/** A measured number with three digits. */
export function figure(value: number): string {
  return short.format(value);
}

/** A score from 0 to 1 with three decimals. */
export function score(value: number): string {
  return value.toFixed(3);
}

/** A share as a percentage. */
export function percent(share: number): string {
  return `${short.format(share * 100)} %`;
}

/** A multiple of a threshold, such as 1.35×. */
export function times(value: number): string {
  return value >= 100 ? '>100×' : `${short.format(value)}×`;
}

/** A length of time, such as "6 h" or "1 min 20 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3_600), 'h'],
    [Math.floor((whole % 3_600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const;
  const shown = parts.filter(([value]) => value > 0).slice(0, 2);
  return shown.map(([value, unit]) => `${value} ${unit}`).join(' ') || '0 s';
}

/** How long ago a moment was, such as "5 min. ago". */
export function ago(moment: string, now: number): string {
  const seconds = (now - Date.parse(moment)) / 1000;
  const [unit, length] = UNITS.find((each) => seconds >= each[1]) ?? ['second', 1];
  return relative.format(-Math.max(0, Math.floor(seconds / length)), unit);
}

/** A moment in the time zone of the reader. */
export function moment(at: string): string {
  return absolute.format(new Date(at));
}
