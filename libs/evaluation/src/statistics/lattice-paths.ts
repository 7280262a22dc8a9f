import { binomialDensity } from './stirling.js';

/** Below this a density is computed directly: a smaller one would lose digits, or stay 0, if it were continued. */
const CONTINUABLE = 1e-280;

/** The band |i stepI - j stepJ| < h around the diagonal from (0,0) to (m,n). */
interface Band {
  readonly m: number;
  readonly n: number;
  readonly stepI: number;
  readonly stepJ: number;
  readonly h: number;
}

/**
 * Share of the lattice paths from (0,0) to (m,n), m >= n, that leave the band |i n - j m| < h g, for the greatest common divisor g
 * of m and n (J. L. Hodges, "The significance probability of the Smirnov two-sample test", 1958). A path is a random walk that
 * steps up with probability n / (m + n). Walks go from both ends to the middle antidiagonal; the band looks the same from either.
 */
export function outsideBand(m: number, n: number, divisor: number, h: number): number {
  const band = { m, n, stepI: n / divisor, stepJ: m / divisor, h };
  const half = Math.floor((m + n) / 2);
  const [first, second] = walk(band, half, m + n - half);
  let share = 0;
  for (let j = 0; j <= n; j++) {
    const [before, after] = [first.density[j] ?? 0, second.density[n - j] ?? 0];
    const [outsideBefore, outsideAfter] = [first.outside[j] ?? 0, second.outside[n - j] ?? 0];
    share += outsideBefore * after + before * outsideAfter - outsideBefore * outsideAfter;
  }
  // Rounding could exceed 1, which is no probability.
  return Math.min(1, share / binomialDensity(n, m + n, n / (m + n), m / (m + n)));
}

/** Where walks are after some steps, by the number of steps up. */
interface Walks {
  /** The probability to be there. */
  readonly density: Float64Array;
  /** The probability to be there having been outside of the band. */
  readonly outside: Float64Array;
}

/** Walks of two lengths, which differ by one step at most. */
function walk(band: Band, shorter: number, longer: number): [Walks, Walks] {
  const { m, n, stepI, stepJ, h } = band;
  const step = stepI + stepJ;
  const [up, along] = [n / (m + n), m / (m + n)];
  const outside = new Float64Array(n + 2);
  const [lower, upper] = [new EdgeDensity(up, along), new EdgeDensity(up, along)];
  let walks: Walks | undefined;
  for (let s = 1; s <= longer; s++) {
    const first = Math.max(0, Math.floor((s * stepI - h) / step) + 1);
    const end = Math.ceil((s * stepI + h) / step);
    advance(outside, first, Math.min(n, s, end - 1), up, along);
    const below = lower.moveTo(s, Math.max(0, first - 1));
    if (first > 0) outside[first - 1] = below;
    const above = upper.moveTo(s, Math.min(s, end));
    if (end <= Math.min(n, s)) outside[end] = above;
    if (s === shorter) walks = snapshot(band, s, outside, first, end);
    if (s === longer)
      return [walks ?? snapshot(band, s, outside, first, end), snapshot(band, s, outside, first, end)];
  }
  throw new RangeError('a walk has at least one step');
}

/** One more step of the walks that are up from `first` to `last` times. Each number is read once: this loop is all of the time. */
function advance(outside: Float64Array, first: number, last: number, up: number, along: number): void {
  let j = last;
  let here = outside[j] ?? NaN;
  const from = Math.max(1, first);
  for (; j > from + 2; j -= 4) {
    const a = outside[j - 1] ?? NaN;
    const b = outside[j - 2] ?? NaN;
    const c = outside[j - 3] ?? NaN;
    const d = outside[j - 4] ?? NaN;
    outside[j] = along * here + up * a;
    outside[j - 1] = along * a + up * b;
    outside[j - 2] = along * b + up * c;
    outside[j - 3] = along * c + up * d;
    here = d;
  }
  for (; j >= from; j--) {
    const next = outside[j - 1] ?? NaN;
    outside[j] = along * here + up * next;
    here = next;
  }
}

/** Beyond the band, every walk has been outside. */
function snapshot({ m, n }: Band, steps: number, outside: Float64Array, first: number, end: number): Walks {
  const density = densities(steps, n, n / (m + n), m / (m + n));
  const complete = density.slice();
  for (let j = first; j < Math.min(end, n + 1); j++) complete[j] = outside[j] ?? NaN;
  return { density, outside: complete };
}

/** The binomial densities of so many steps, from the most probable one to both sides. */
function densities(steps: number, n: number, up: number, along: number): Float64Array {
  const values = new Float64Array(n + 1);
  const mode = Math.min(n, Math.floor((steps + 1) * up));
  const odds = up / along;
  values[mode] = binomialDensity(mode, steps, up, along);
  for (let j = mode + 1; j <= Math.min(n, steps); j++) {
    values[j] = ((values[j - 1] ?? NaN) * odds * (steps - j + 1)) / j;
  }
  for (let j = mode - 1; j >= 0; j--) values[j] = ((values[j + 1] ?? NaN) * (j + 1)) / ((steps - j) * odds);
  return values;
}

/** The binomial density along an edge of the band, which moves up by at most one with every step. */
class EdgeDensity {
  private value = 1;
  private place = 0;

  constructor(
    private readonly up: number,
    private readonly along: number,
  ) {}

  moveTo(steps: number, place: number): number {
    const factor = place > this.place ? (this.up * steps) / place : (this.along * steps) / (steps - place);
    this.place = place;
    this.value =
      this.value > CONTINUABLE ? this.value * factor : binomialDensity(place, steps, this.up, this.along);
    return this.value;
  }
}
