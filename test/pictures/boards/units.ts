import { axisPercent, figure } from '@plumbline/plots';

/** Factors and signs of a unit, the largest first. */
type Steps = readonly (readonly [number, string])[];

const SECONDS: Steps = [
  ...([
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
    [1e-3, 'ms'],
  ] as const),
  [1e-6, 'µs'],
];
const BYTES: Steps = [
  ...([
    [2 ** 30, 'GiB'],
    [2 ** 20, 'MiB'],
    [2 ** 10, 'KiB'],
  ] as const),
  [1, 'B'],
];
const BYTES_PER_SECOND: Steps = [
  ...([
    [1e6, 'MB/s'],
    [1e3, 'kB/s'],
  ] as const),
  [1, 'B/s'],
];

const texts: Readonly<Record<string, (value: number) => string>> = {
  short: figure,
  percentunit: (value) => axisPercent(value),
  s: (value) => scaled(value, SECONDS),
  ms: (value) => scaled(value / 1_000, SECONDS),
  bytes: (value) => scaled(value, BYTES),
  Bps: (value) => scaled(value, BYTES_PER_SECOND),
  reqps: (value) => `${figure(value)} req/s`,
  cps: (value) => `${figure(value)} /s`,
};

/** A value with its unit, by Grafana's id of the unit. @throws Error for one that no dashboard has had. */
export function inUnit(value: number, unit = 'short'): string {
  const text = texts[unit];
  if (text === undefined) throw new Error(`The unit ${unit} has no text in test/pictures/boards/units.ts.`);
  return text(value);
}

const STEPS: Readonly<Record<string, Steps>> = { s: SECONDS, bytes: BYTES, Bps: BYTES_PER_SECOND };

/** What a value of this size is counted in, in the unit: 60 for 90 seconds. */
export function unitStep(value: number, unit = 'short'): number {
  const steps = STEPS[unit];
  return steps === undefined ? 1 : stepOf(value, steps)[0];
}

function stepOf(value: number, steps: Steps): Steps[number] {
  return steps.find(([each]) => Math.abs(value) >= each) ?? steps.at(-1) ?? [1, ''];
}

function scaled(value: number, steps: Steps): string {
  const [factor, sign] = stepOf(value, steps);
  return value === 0 ? '0' : `${figure(value / factor)} ${sign}`;
}
