import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds from some beginning
 * @property {(ms: number, signal: AbortSignal) => Promise<void>} sleep resolves early when the signal is aborted
 */

/** @type {Clock} */
export const systemClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}),
};
