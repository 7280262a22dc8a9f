import { watchHref } from '../components/index.js';

/** The ranges to choose from, by their part of the address, in seconds. */
export const ranges = {
  '1h': 3_600,
  '6h': 21_600,
  '24h': 86_400,
  '7d': 604_800,
  '30d': 2_592_000,
  '90d': 7_776_000,
} as const;

/** A range by its part of the address. */
export type RangeName = keyof typeof ranges;

const DEFAULT: RangeName = '24h';

/** The range of an address; a day without a valid one. */
export function rangeOf(name: string | undefined): RangeName {
  return name !== undefined && Object.hasOwn(ranges, name) ? (name as RangeName) : DEFAULT;
}

/** The address of a model's page; the champion without a version. */
export function watchPath(model: string, range: RangeName, version?: number): string {
  const path = `${watchHref(model)}/${range}`;
  return version === undefined ? path : `${path}/${version}`;
}
