/** The least and the greatest value of an axis. */
export type Domain = readonly [number, number];

/** From values to places on an axis. */
export type Scale = (value: number) => number;

/** A straight scale from `domain` to places from `start` to `end`, rounded to tenths; a domain of one value is in its middle. */
export function linearScale([from, to]: Domain, start: number, end: number): Scale {
  if (!(to > from)) return () => (start + end) / 2;
  return (value) => tenths(start + ((value - from) / (to - from)) * (end - start));
}

/** A coordinate with one decimal, which is as fine as a screen shows. */
export function tenths(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers that cover a domain in about `parts` parts, ascending; the first and the last may lie outside it. */
export function ticks([from, to]: Domain, parts: number): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / parts;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((candidate) => candidate * magnitude >= rough * 0.999) ?? 10) * magnitude;
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}
