import { stepDifference } from '../comparison/index.js';
import { kolmogorovTwoSampleTail, sortedCopy } from '../statistics/index.js';
import type { ChangeDetector, Signal } from './detector.js';

/** Settings of a KSWIN detector. */
export interface KswinOptions {
  /** The p-value that signals drift; 0.005 by default. */
  readonly alpha?: number;
  /** The number of values kept; 100 by default. */
  readonly windowSize?: number;
  /** The number of the latest values, and of those drawn from the older ones; 30 by default, at most half of the window. */
  readonly recentSize?: number;
  /** A whole number from 1 to 2^31 - 2; 1 by default. */
  readonly seed?: number;
}

/** The state of a KSWIN detector. */
export interface KswinState {
  readonly window: readonly number[];
  /** The state of the random numbers. */
  readonly random: number;
}

/** The generator of S. K. Park and K. W. Miller with the factor of 1993. */
const MODULUS = 2147483647;
const FACTOR = 48271;

/** Smaller distances are no drift, whatever their p-value. */
const MIN_DISTANCE = 0.1;

/**
 * Kolmogorov-Smirnov windowing (C. Raab, M. Heusinger and F.-M. Schleif, "Reactive Soft Prototype Computing for Concept Drift
 * Streams", 2020): compares the latest values with as many drawn from the older ones of a sliding window. It detects any change
 * of the distribution, not only of its mean. Costs a sort of both parts per value. As in river 0.26, a distance of at most
 * 0.1 is no drift, and the window restarts empty after drift; the draws are seeded here.
 */
export class Kswin implements ChangeDetector<KswinState> {
  private window: number[];
  private random: number;

  /** @throws RangeError when the window holds fewer than twice the recent values. */
  constructor(
    private readonly options: KswinOptions = {},
    state: KswinState = { window: [], random: options.seed ?? 1 },
  ) {
    const { windowSize = 100, recentSize = 30 } = options;
    if (windowSize < 2 * recentSize) throw new RangeError('windowSize must be at least twice recentSize');
    this.window = [...state.window];
    this.random = state.random;
  }

  get state(): KswinState {
    return { window: [...this.window], random: this.random };
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const { alpha = 0.005, windowSize = 100, recentSize = 30, seed = 1 } = this.options;
    this.window.push(value);
    if (this.window.length > windowSize) this.window.shift();
    if (this.window.length < windowSize) return 'stable';
    const recent = sortedCopy(Float64Array.from(this.window.slice(-recentSize)));
    const older = sortedCopy(this.drawn(windowSize - recentSize, recentSize));
    const { largest } = stepDifference(older, recent);
    const p = kolmogorovTwoSampleTail(largest, recentSize, recentSize);
    if (p > alpha || largest <= MIN_DISTANCE) return 'stable';
    this.window = [];
    this.random = seed;
    return 'drift';
  }

  /** Some of the oldest values, without replacement (Fisher-Yates). */
  private drawn(from: number, count: number): Float64Array {
    const pool = this.window.slice(0, from);
    return Float64Array.from({ length: count }, (_, index) => {
      this.random = (this.random * FACTOR) % MODULUS;
      const place = index + Math.floor((this.random / MODULUS) * (from - index));
      const value = pool[place] ?? NaN;
      pool[place] = pool[index] ?? NaN;
      return value;
    });
  }
}
