import type { NumericSample } from '../samples/index.js';
import { itemAt, lowerBound, lowerBoundFrom } from '../statistics/index.js';
import { denseArea } from './dense-area.js';
import { stepDifference } from './pooled-order.js';

/** From this ratio of the sizes, visiting only the smaller sample is faster than walking along both. */
const MIN_RATIO = 8;

/** Fewer current values than this share of the reference are sorted: passing all intervals of the reference takes longer. */
const MIN_DENSITY = 1 / 8;

/**
 * ∫ |F - G| of two empirical distribution functions, in the unit of the values. Current values that are not sorted yet are
 * not sorted for it if they are many (`denseArea`). Between two values of a current sample that is
 * much smaller than the reference, G is constant and F follows from cumulative sums, so that the time hardly depends on the
 * size of the reference.
 */
export function stepArea(reference: NumericSample, current: NumericSample): number {
  if (!current.isSorted && current.size >= MIN_DENSITY * reference.size) {
    const area = denseArea(reference, current.values);
    if (area !== undefined) return area;
  }
  const isSmall = reference.size >= MIN_RATIO * current.size;
  return isSmall && isFiniteSample(reference) && isFiniteSample(current)
    ? sparseArea(reference, current.sorted)
    : stepDifference(reference.sorted, current.sorted).area;
}

function isFiniteSample({ sorted, size }: NumericSample): boolean {
  return Number.isFinite((sorted[size - 1] ?? NaN) - (sorted[0] ?? NaN));
}

function sparseArea(reference: NumericSample, current: Float64Array): number {
  const { sorted, size } = reference;
  let from = Math.min(itemAt(sorted, 0), itemAt(current, 0));
  const end = Math.max(itemAt(sorted, size - 1), itemAt(current, current.length - 1));
  let start = lowerBound(sorted, from);
  let integral = integralTo(reference, from, start);
  let area = 0;
  for (let below = 0; below <= current.length; below++) {
    const to = below < current.length ? itemAt(current, below) : end;
    if (to === from) continue;
    const share = below / current.length;
    const stop = lowerBoundFrom(sorted, to, start);
    const whole = integralTo(reference, to, stop);
    // F reaches the share at this value.
    const reach = Math.ceil(share * size);
    const crossing = Math.min(to, Math.max(from, reach === 0 ? from : itemAt(sorted, reach - 1)));
    let middle = crossing === from ? integral : whole;
    if (crossing > from && crossing < to) {
      middle = integralTo(reference, crossing, lowerBoundFrom(sorted, crossing, start));
    }
    area += share * (crossing - from) - (middle - integral) + (whole - middle) - share * (to - crossing);
    [from, integral, start] = [to, whole, stop];
  }
  return area;
}

/** ∫ F up to a value, which is above the first `below` values. */
function integralTo({ size, centre, cumulative }: NumericSample, value: number, below: number): number {
  return (below * (value - centre) - itemAt(cumulative, below)) / size;
}
