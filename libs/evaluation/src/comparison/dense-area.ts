import type { NumericSample } from '../samples/index.js';

/** Cells of the index for each reference value, so that most cells hold one value or none. */
const CELLS_PER_VALUE = 4;
/** A reference with more values than this in one cell is not indexed: searching in it would be slow. */
const MAX_CELL = 64;

/** The first reference value of every cell of equal width. */
interface Index {
  readonly scale: number;
  readonly starts: Uint32Array;
}

/** Null for a reference that cannot be indexed. */
const known = new WeakMap<NumericSample, Index | null>();

/**
 * ∫ |F - G| of two empirical distribution functions without sorting the current values: between two reference values F is constant, and
 * where G does not cross it the integral follows from the number of current values there and their sum. Only where it crosses,
 * their order matters.
 * @returns undefined when a value is infinite, or the reference cannot be indexed.
 */
export function denseArea(reference: NumericSample, current: Float64Array): number | undefined {
  const index = indexOf(reference);
  if (index === null || current.length === 0) return undefined;
  const { sorted } = reference;
  const places = new Uint32Array(current.length);
  const sums = new Float64Array(2 * sorted.length + 2);
  const beyond = count(current, sorted, index, places, sums);
  if (!Number.isFinite(beyond)) return undefined;
  const crossings = new Map<number, number[]>();
  const area = between(sorted, current.length, sums, crossings);
  if (crossings.size === 0) return area + beyond / current.length;
  const isCrossing = new Uint8Array(sorted.length + 1);
  for (const place of crossings.keys()) isCrossing[place] = 1;
  for (let row = 0; row < places.length; row++) {
    const place = places[row] ?? 0;
    if (isCrossing[place] === 1) crossings.get(place)?.push(current[row] ?? NaN);
  }
  return area + beyond / current.length + crossed(sorted, current.length, sums, crossings);
}

/**
 * Counts the current values between each reference value and the next one, beside the sum of their distances from the next.
 * `places` are the numbers of reference values up to each current value.
 * @returns the sum of the distances of the values outside of the reference from it; not finite for an infinite value.
 */
function count(
  current: Float64Array,
  sorted: Float64Array,
  { scale, starts }: Index,
  places: Uint32Array,
  sums: Float64Array,
): number {
  const size = sorted.length;
  const low = sorted[0] ?? NaN;
  const high = sorted[size - 1] ?? NaN;
  let beyond = 0;
  for (let row = 0; row < current.length; row++) {
    const value = current[row] ?? NaN;
    if (value < low) {
      beyond += low - value;
      sums[0] = (sums[0] ?? NaN) + 1;
    } else if (value < high) {
      let place = starts[((value - low) * scale) | 0] ?? NaN;
      let next = sorted[place] ?? NaN;
      while (next <= value) next = sorted[++place] ?? NaN;
      places[row] = place;
      sums[2 * place] = (sums[2 * place] ?? NaN) + 1;
      sums[2 * place + 1] = (sums[2 * place + 1] ?? NaN) + (next - value);
    } else {
      beyond += value - high;
    }
  }
  return beyond;
}

/** The integral over the range of the reference, without the intervals where G crosses F, which are noted. */
function between(
  sorted: Float64Array,
  currentSize: number,
  sums: Float64Array,
  crossings: Map<number, number[]>,
): number {
  const size = sorted.length;
  let area = 0;
  let below = sums[0] ?? NaN;
  let previous = sorted[0] ?? NaN;
  for (let place = 1; place < size; place++) {
    const next = sorted[place] ?? NaN;
    const inside = sums[2 * place] ?? NaN;
    const share = place / size;
    const difference = below / currentSize - share;
    below += inside;
    if (inside === 0) area += Math.abs(difference) * (next - previous);
    else if (difference >= 0 || below / currentSize <= share) {
      area += Math.abs(difference * (next - previous) + (sums[2 * place + 1] ?? NaN) / currentSize);
    } else {
      crossings.set(place, []);
      // The values below the interval, for `crossed`.
      sums[2 * place + 1] = below - inside;
    }
    previous = next;
  }
  return area;
}

/** The integral over the intervals where G crosses F, by their values in order. */
function crossed(
  sorted: Float64Array,
  currentSize: number,
  sums: Float64Array,
  crossings: ReadonlyMap<number, number[]>,
): number {
  let area = 0;
  for (const [place, values] of crossings) {
    const share = place / sorted.length;
    let below = sums[2 * place + 1] ?? NaN;
    let previous = sorted[place - 1] ?? NaN;
    for (const value of [...values.sort((one, other) => one - other), sorted[place] ?? NaN]) {
      area += Math.abs(below / currentSize - share) * (value - previous);
      previous = value;
      below++;
    }
  }
  return area;
}

function indexOf(reference: NumericSample): Index | null {
  let index = known.get(reference);
  if (index === undefined) known.set(reference, (index = indexed(reference.sorted)));
  return index;
}

function indexed(sorted: Float64Array): Index | null {
  const cells = CELLS_PER_VALUE * sorted.length;
  const low = sorted[0] ?? NaN;
  const scale = (cells - 1) / ((sorted[sorted.length - 1] ?? NaN) - low);
  if (!(scale > 0 && Number.isFinite(scale))) return null;
  const starts = new Uint32Array(cells + 1);
  for (let row = 0; row < sorted.length; row++) {
    const next = ((((sorted[row] ?? NaN) - low) * scale) | 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let cell = 1; cell <= cells; cell++) {
    if ((starts[cell] ?? 0) > MAX_CELL) return null;
    starts[cell] = (starts[cell] ?? 0) + (starts[cell - 1] ?? 0);
  }
  return { scale, starts };
}
