import type { ImageValue } from './feature-type.js';

/** What an image becomes, before it is scaled. */
export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly mode: 'rgb' | 'grayscale';
}

/** The pixels of a picture, row by row with 1 or 3 bytes each. */
export interface Picture extends PictureFormat {
  readonly pixels: Uint8Array;
}

/** Where a picture comes from. */
interface Source {
  readonly sha256: string;
  /** Pixels as sent. */
  readonly width: number;
  readonly height: number;
  /** The picture as PNG in base64, if it is to be logged. */
  readonly image?: string | undefined;
  /** The file that was sent, if it was one. */
  readonly file?: Uint8Array | undefined;
}

/** The share of red, green and blue in the luma (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/** An image that was decoded. Its JSON has what is logged; the pixels and the file stay in memory. */
export class DecodedImage implements ImageValue {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly brightness: number;
  readonly contrast: number;
  readonly sharpness: number;
  readonly red?: number;
  readonly green?: number;
  readonly blue?: number;
  readonly image?: string;
  readonly #picture: Picture;
  readonly #file: Uint8Array | undefined;

  constructor(picture: Picture, { sha256, width, height, image, file }: Source) {
    this.#picture = picture;
    this.#file = file;
    this.sha256 = sha256;
    this.width = width;
    this.height = height;
    const luma = lumaOf(picture);
    const { mean, variance } = moments(luma);
    this.brightness = rounded(mean);
    this.contrast = rounded(Math.sqrt(variance));
    this.sharpness = rounded(moments(laplacian(luma, picture)).variance);
    if (picture.mode === 'rgb') {
      this.red = channelMean(picture, 0);
      this.green = channelMean(picture, 1);
      this.blue = channelMean(picture, 2);
    }
    if (image !== undefined) this.image = image;
  }

  /** What was decoded, for a version that takes another format; undefined for an image that was sent as its pixels. */
  get file(): Uint8Array | undefined {
    return this.#file;
  }

  /** The pixels, if they are of this format. */
  pixelsFor({ width, height, mode }: PictureFormat): Uint8Array | undefined {
    const { pixels, ...own } = this.#picture;
    return own.width === width && own.height === height && own.mode === mode ? pixels : undefined;
  }
}

/** Brightness of every pixel, from 0 to 1. */
function lumaOf({ pixels, mode }: Picture): Float64Array {
  if (mode === 'grayscale') return Float64Array.from(pixels, (value) => value / 255);
  const luma = new Float64Array(pixels.length / 3);
  for (let at = 0; at < luma.length; at++) {
    const red = pixels[3 * at]!;
    luma[at] = (LUMA[0] * red + LUMA[1] * pixels[3 * at + 1]! + LUMA[2] * pixels[3 * at + 2]!) / 255;
  }
  return luma;
}

/** The differences of the inner pixels from their four neighbours. */
function laplacian(luma: Float64Array, { width, height }: PictureFormat): Float64Array {
  const inner = Math.max(0, width - 2) * Math.max(0, height - 2);
  const result = new Float64Array(inner);
  let at = 0;
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const here = row * width + column;
      result[at++] =
        luma[here - width]! + luma[here + width]! + luma[here - 1]! + luma[here + 1]! - 4 * luma[here]!;
    }
  }
  return result;
}

/** Mean and variance of a population; 0 of none. */
function moments(values: Float64Array): { readonly mean: number; readonly variance: number } {
  if (values.length === 0) return { mean: 0, variance: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / values.length };
}

function channelMean({ pixels }: Picture, channel: number): number {
  let sum = 0;
  for (let at = channel; at < pixels.length; at += 3) sum += pixels[at]!;
  return rounded(sum / (pixels.length / 3) / 255);
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
