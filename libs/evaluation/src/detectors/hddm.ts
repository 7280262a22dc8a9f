import type { Signal } from './detector.js';

/** Settings of both HDDM detectors. */
export interface HddmOptions {
  /** The probability of a false alarm that signals drift; 0.001 by default. */
  readonly drift?: number;
  /** The probability of a false alarm that signals a warning; 0.005 by default. */
  readonly warning?: number;
  /** Whether a fall of the mean is drift too; false by default. */
  readonly bothSides?: boolean;
}

/** The signal of a test at both levels. @param isBeyond whether the test fails at a probability of a false alarm. */
export function hddmSignal(options: HddmOptions, isBeyond: (probability: number) => boolean): Signal {
  const { drift = 0.001, warning = 0.005 } = options;
  if (isBeyond(drift)) return 'drift';
  return isBeyond(warning) ? 'warning' : 'stable';
}
