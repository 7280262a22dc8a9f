import { MomentSums } from '@plumbline/evaluation';
import type { CellValue, NestedNumbers, TrafficFeature } from './reference-model.js';

type ArrayFeature = Extract<TrafficFeature, { type: 'array' }>;

/**
 * Shifts the numbers of every channel, the places of the last dimension, upwards by up to so many of its standard
 * deviations in the reference, within the bounds. A one-dimensional array is one channel.
 */
export function arrayMover(
  { shape, minimum = -Infinity, maximum = Infinity }: ArrayFeature,
  values: readonly CellValue[],
  fullShift: number,
): (value: CellValue, intensity: number) => CellValue {
  const channels = shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
  const moments = Array.from({ length: channels }, () => new MomentSums());
  const count = (number: number, channel: number) => {
    moments[channel % channels]?.add(number);
    return number;
  };
  for (const value of values) if (isNested(value)) mapNumbers(value, count);
  const reaches = moments.map(({ variance }) => fullShift * (Math.sqrt(variance) || 1));
  return (value, intensity) => {
    if (!isNested(value)) return value;
    return mapNumbers(value, (number, channel) => {
      const moved = number + Number(((reaches[channel % channels] ?? 0) * intensity).toPrecision(3));
      return Math.min(maximum, Math.max(minimum, Number(moved.toPrecision(12))));
    });
  };
}

function isNested(value: CellValue): value is NestedNumbers {
  return Array.isArray(value);
}

/** The same lists with every number mapped by its value and its place in the innermost list; missing ones stay. */
function mapNumbers(nested: NestedNumbers, map: (number: number, place: number) => number): NestedNumbers {
  return nested.map((entry, place) =>
    entry === null ? null : typeof entry === 'number' ? map(entry, place) : mapNumbers(entry, map),
  );
}
