import { andersonDistance } from './anderson-distance.js';
import { chisquareDistance } from './chisquare-distance.js';
import type { DistanceMethod, DistanceTest } from './distance.js';

export { type Chance, chanceOfLaw, chanceOfNoise, type MeasuredNoise } from './chance.js';
export { type DistanceMethod, type DistanceTest, type SampleRows } from './distance.js';

/** The distances whose law is known for every number of rows. */
export const distances: Readonly<Record<DistanceMethod, DistanceTest>> = {
  anderson_distance: andersonDistance,
  chisquare_distance: chisquareDistance,
};

/** Whether a method is one of these distances. */
export function isDistance(method: string): method is DistanceMethod {
  return Object.hasOwn(distances, method);
}
