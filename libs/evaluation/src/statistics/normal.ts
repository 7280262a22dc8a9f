import { upperGamma } from './gamma.js';

/** P(Z > z) of the standard normal distribution, with full relative accuracy in the tail. */
export function normalTail(z: number): number {
  const half = 0.5 * upperGamma(0.5, 0.5 * z * z);
  return z >= 0 ? half : 1 - half;
}

/** P(Z <= z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  return normalTail(-z);
}
