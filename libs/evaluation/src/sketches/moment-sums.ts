/** The state of moments as plain values. */
export interface MomentState {
  readonly count: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
  readonly least: number;
  readonly most: number;
}

/** The largest double stands for "none yet", since JSON has no infinity. */
const NONE = Number.MAX_VALUE;

const EMPTY: MomentState = { count: 0, mean: 0, squares: 0, least: NONE, most: -NONE };

/**
 * Count, mean, variance and extremes of a stream, which merge without loss of digits (T. F. Chan, G. H. Golub and
 * R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979).
 */
export class MomentSums {
  private current: MomentState;

  constructor(state: MomentState = EMPTY) {
    this.current = state;
  }

  get state(): MomentState {
    return this.current;
  }

  get count(): number {
    return this.current.count;
  }

  /** NaN without values. */
  get mean(): number {
    return this.count === 0 ? NaN : this.current.mean;
  }

  /** With ddof 1; NaN below two values. */
  get variance(): number {
    return this.count < 2 ? NaN : this.current.squares / (this.count - 1);
  }

  /** NaN without values. */
  get least(): number {
    return this.count === 0 ? NaN : this.current.least;
  }

  /** NaN without values. */
  get most(): number {
    return this.count === 0 ? NaN : this.current.most;
  }

  /** Adds a value, which must be finite. */
  add(value: number): void {
    this.join({ count: 1, mean: value, squares: 0, least: value, most: value });
  }

  /** Adds the moments of another source. */
  merge(other: MomentSums): void {
    if (other.count > 0) this.join(other.state);
  }

  private join(other: MomentState): void {
    const { count, mean, squares, least, most } = this.current;
    const total = count + other.count;
    const gap = other.mean - mean;
    this.current = {
      count: total,
      mean: mean + (gap * other.count) / total,
      squares: squares + other.squares + (gap * gap * count * other.count) / total,
      least: Math.min(least, other.least),
      most: Math.max(most, other.most),
    };
  }
}
