import type { NumericSample } from '../samples/index.js';
import { itemAt, lowerBound } from '../statistics/index.js';
import { stepDifference } from './pooled-order.js';

/** From this ratio of the sizes, visiting only the smaller sample is faster than walking along both. */
const MIN_RATIO = 8;

/**
 * ∫ |F - G| of two empirical distribution functions, in the unit of the values. Between two values of a current sample that is
 * much smaller than the reference, G is constant and F follows from cumulative sums, so that the time hardly depends on the
 * size of the reference.
 */
export function stepArea(reference: NumericSample, current: NumericSample): number {
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
  let integral = integralTo(reference, from);
  let area = 0;
  for (let below = 0; below <= current.length; below++) {
    const to = below < current.length ? itemAt(current, below) : end;
    if (to === from) continue;
    const share = below / current.length;
    // F reaches the share at this value.
    const reach = Math.ceil(share * size);
    const crossing = Math.min(to, Math.max(from, reach === 0 ? from : itemAt(sorted, reach - 1)));
    const middle = integralTo(reference, crossing);
    const whole = integralTo(reference, to);
    area += share * (crossing - from) - (middle - integral) + (whole - middle) - share * (to - crossing);
    [from, integral] = [to, whole];
  }
  return area;
}

/** ∫ F up to a value. */
function integralTo({ sorted, size, centre, cumulative }: NumericSample, value: number): number {
  const below = lowerBound(sorted, value);
  return (below * (value - centre) - itemAt(cumulative, below)) / size;
}
