/**
 * A sum of doubles without rounding error: it keeps the exact sum as a few doubles that do not overlap (J. R. Shewchuk,
 * "Adaptive Precision Floating-Point Arithmetic", 1997, Grow-Expansion) and rounds once, to the nearest, when read.
 * Adding a number and its negative leaves nothing behind, so a window can slide indefinitely. Terms must be
 * finite, and the sum must stay within the range of a double.
 */
export class ExactSum {
  private partials: number[] = [];

  /** Adds a term, which must be finite. */
  add(term: number): void {
    const kept: number[] = [];
    let carry = term;
    for (const partial of this.partials) {
      const high = carry + partial;
      const low = roundingError(carry, partial, high);
      if (low !== 0) kept.push(low);
      carry = high;
    }
    if (carry !== 0) kept.push(carry);
    this.partials = kept;
  }

  /** Subtracts a term that was added. */
  subtract(term: number): void {
    this.add(-term);
  }

  /** Adds another sum. */
  merge(other: ExactSum): void {
    for (const partial of [...other.partials]) this.add(partial);
  }

  /** The sum, rounded once. */
  get value(): number {
    let high = 0;
    let low = 0;
    let index = this.partials.length - 1;
    for (; index >= 0 && low === 0; index--) {
      const partial = this.partials[index] ?? 0;
      const rounded = high + partial;
      low = roundingError(high, partial, rounded);
      high = rounded;
    }
    return breakTie(high, low, this.partials[index] ?? 0);
  }
}

/** The rounding error of `high = a + b`: a + b = high + error exactly (Knuth's TwoSum). */
function roundingError(a: number, b: number, high: number): number {
  const part = high - a;
  return a - (high - part) + (b - part);
}

/** A `low` of exactly half a unit in the last place was rounded to even; the next partial decides the direction. */
function breakTie(high: number, low: number, next: number): number {
  if (low === 0 || next === 0 || low > 0 !== next > 0) return high;
  const doubled = 2 * low;
  const candidate = high + doubled;
  return candidate - high === doubled ? candidate : high;
}
