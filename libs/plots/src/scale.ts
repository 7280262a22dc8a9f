import { scaleLinear, type ScaleLinear } from 'd3-scale';

/** The least and the greatest value of an axis. */
export type Domain = readonly [number, number];

/** From values to coordinates. */
export type Scale = ScaleLinear<number, number>;

/** A linear scale whose coordinates have one decimal: a screen shows no more. */
export function plotScale(domain: Domain, range: Domain): Scale {
  return scaleLinear(domain, range).interpolate(
    (start, end) => (share) => tenths(start + (end - start) * share),
  );
}

/** A coordinate with one decimal. */
export function tenths(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
