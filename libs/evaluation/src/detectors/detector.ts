/** What a detector says after a value: nothing changed, something may be changing, it has changed. */
export type Signal = 'stable' | 'warning' | 'drift';

/**
 * Watches a stream of numbers for a change of its level, in constant or logarithmic memory. After `drift` it starts anew,
 * but for ADWIN, which goes on with the newer values.
 */
export interface ChangeDetector<State> {
  /** Takes the next value in. NaN and infinities are `stable` and leave no trace: they would stay in every sum for ever. */
  update(value: number): Signal;
  /** What the detector remembers, as plain values; a detector made from it goes on where this one stands. */
  readonly state: State;
}
