import type { GraphTensor } from '../graph/index.js';
import type { Cell } from '../rows/index.js';

/** How PNG, JPEG and WebP begin in base64, and data URLs. */
const ENCODED = /^(data:image\/|iVBORw0KGgo|\/9j\/|UklGR)/;
/** Numbers of colours. */
const CHANNELS = [1, 3];

/** Whether cells are images for an input of rows, channels, height and width. */
export function isImage(cells: readonly Cell[], { shape = [] }: GraphTensor): boolean {
  return shape.length === 4 && cells.every((cell) => typeof cell === 'string' && ENCODED.test(cell));
}

/** The size of the images that an input takes. Values from 0 to 1 are the most common scale. */
export function imageFeature({
  shape: [, first = 3, second = 1, third = 1] = [],
}: GraphTensor): Record<string, unknown> {
  const isFirst = CHANNELS.includes(first);
  const [channels, height, width] = isFirst ? [first, second, third] : [third, first, second];
  return {
    width,
    height,
    mode: channels === 1 ? 'grayscale' : 'rgb',
    layout: isFirst ? 'channels_first' : 'channels_last',
    scale: { mean: 0, std: 255 },
  };
}
