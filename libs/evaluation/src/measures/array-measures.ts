/**
 * What is compared of each channel of an array: the mean and the standard deviation (ddof 0) of its elements, the slope of a
 * least-squares line over the first dimension, and the share of missing elements.
 */
export const arrayDescriptors = ['level', 'spread', 'trend', 'missing'] as const;

/** The most channels that are measured apart. */
export const MAX_CHANNELS = 32;

/** The layout of an array: the size of its last dimension, and the names of the first channels in it. */
interface Layout {
  readonly width: number;
  readonly channels: readonly string[];
}

/** The descriptor of a channel; that of an array without channels is the measure alone. */
export function channelDescriptor(channel: string | undefined, measure: string): string {
  return channel === undefined ? measure : `${channel}.${measure}`;
}

/** The numbers of an array by descriptor. @throws {TypeError} for a value of another type. */
export function arrayMeasures({ width, channels }: Layout, value: unknown): Record<string, number> {
  const elements = elementsOf(value);
  const steps = lengthOf(value);
  const measured: Record<string, number> = {};
  const add = (channel: string | undefined, first: number, stride: number) => {
    const numbers = channelOf(elements, steps, first, stride);
    for (const [name, number] of Object.entries(numbers)) {
      measured[channelDescriptor(channel, name)] = number;
    }
  };
  if (channels.length === 0) add(undefined, 0, 1);
  channels.forEach((channel, index) => add(channel, index, width));
  return measured;
}

/** The numbers of an array that is missing as a whole: all elements of its channels are. */
export function arrayWithout(channels: readonly string[]): Record<string, number> {
  const all = channels.length === 0 ? [undefined] : channels;
  return Object.fromEntries(all.map((channel) => [channelDescriptor(channel, 'missing'), 1]));
}

/** The size of the last dimension and the number of dimensions of an array. @throws {TypeError} */
export function layoutOf(value: unknown): { readonly width: number; readonly dimensions: number } {
  const [first] = listOf(value);
  if (!Array.isArray(first)) return { width: lengthOf(value), dimensions: 1 };
  const { width, dimensions } = layoutOf(first);
  return { width, dimensions: dimensions + 1 };
}

function lengthOf(value: unknown): number {
  return listOf(value).length;
}

/** Nested lists of numbers in one list; NaN for a missing element. */
function elementsOf(value: unknown): Float64Array {
  const list = listOf(value);
  const elements = new Float64Array(sizeOf(list));
  write(list, elements, 0);
  return elements;
}

function sizeOf(list: readonly unknown[]): number {
  let size = 0;
  for (const element of list) size += Array.isArray(element) ? sizeOf(element) : 1;
  return size;
}

/** Writes the elements from a place on, and returns the place after them. */
function write(list: readonly unknown[], into: Float64Array, from: number): number {
  let at = from;
  for (const element of list) {
    if (Array.isArray(element)) at = write(element, into, at);
    else into[at++] = typeof element === 'number' ? element : NaN;
  }
  return at;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('a value is not an array');
  return value;
}

/** The measures of every `stride`-th element from the first one. All but `missing` are NaN without elements. */
function channelOf(elements: Float64Array, steps: number, first: number, stride: number) {
  const perStep = elements.length / steps;
  let [count, all, sum, stepSum] = [0, 0, 0, 0];
  for (let at = first; at < elements.length; at += stride) {
    all++;
    const value = elements[at] ?? NaN;
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    stepSum += Math.floor(at / perStep);
  }
  const level = sum / count;
  const middle = stepSum / count;
  let [squares, products, stepSquares] = [0, 0, 0];
  for (let at = first; at < elements.length; at += stride) {
    const value = elements[at] ?? NaN;
    if (!Number.isFinite(value)) continue;
    const step = Math.floor(at / perStep) - middle;
    squares += (value - level) ** 2;
    products += step * (value - level);
    stepSquares += step * step;
  }
  const spread = Math.sqrt(squares / count);
  const trend = stepSquares === 0 ? (count === 0 ? NaN : 0) : products / stepSquares;
  return { level, spread, trend, missing: all === 0 ? NaN : 1 - count / all };
}
