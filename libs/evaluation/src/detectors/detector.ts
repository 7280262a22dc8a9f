/** The signal of a detector after a value: no change, a possible change, a change. */
export type Signal = 'stable' | 'warning' | 'drift';

/**
 * Detects a change of the level of a stream of numbers, in constant or logarithmic memory. After `drift` a detector restarts;
 * ADWIN continues with the newer values.
 */
export interface ChangeDetector<State> {
  /** Takes the next value. NaN and infinities are ignored and give `stable`. */
  update(value: number): Signal;
  /** The state as plain values; a detector created from it continues from here. */
  readonly state: State;
}
