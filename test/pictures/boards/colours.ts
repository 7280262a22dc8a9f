import type { FieldDefaults } from '../../../monitoring/test/files.js';

/** Of series in their order. */
const SERIES = [
  ...['#0b6e75', '#d97706', '#4f46e5', '#be185d', '#4d7c0f', '#0284c7', '#9333ea'],
  ...['#78716c', '#b45309', '#0f766e', '#db2777', '#1d4ed8'],
];

/** What Grafana's names of colours look like. */
const NAMED: Readonly<Record<string, string>> = {
  blue: '#1565c0',
  green: '#2e7d32',
  orange: '#c25e00',
  purple: '#7b1fa2',
  red: '#b3261e',
  text: '#14202b',
};

/** The colour of the series at a place. */
export function seriesColour(place: number): string {
  return SERIES[place % SERIES.length] ?? '';
}

/** The colour that Grafana calls by this name. @throws Error for a name that no dashboard has had. */
export function namedColour(name: string): string {
  const colour = NAMED[name];
  if (colour === undefined) throw new Error(`The colour ${name} is not in test/pictures/boards/colours.ts.`);
  return colour;
}

/** The colour of a value by the thresholds of its panel. */
export function thresholdColour(value: number, thresholds: FieldDefaults['thresholds']): string {
  const step = thresholds?.steps.findLast((each) => each.value === null || value >= each.value);
  return namedColour(step?.color ?? 'text');
}
