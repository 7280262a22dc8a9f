import { createHash } from 'node:crypto';
import { TaskQueue } from '@plumbline/tasks';
import type { Sharp } from 'sharp';
import { DecodedImage, type Picture, type PictureFormat } from './decoded-image.js';
import { DecodingBudget, type NestedNumbers, ValueRefused } from './feature-type.js';

/** Larger images are refused before they are decoded. */
const MAX_PIXELS = 25_000_000;
const FORMATS: readonly string[] = ['png', 'jpeg', 'webp'];
/** Images that are decoded at a time; the other threads of the pool stay free for the disk. */
const decoding = new TaskQueue(2);

/** Loaded with the first image: the library takes memory that other models do not need. */
let loading: ReturnType<typeof load> | undefined;

/**
 * Decodes a PNG, JPEG or WebP image, off the serving thread, and resizes it to the format. Transparency, colour profile and
 * orientation are ignored, as Pillow's `convert` does.
 * @param budget of all images of the request; without it, the image is the only one.
 * @throws {ValueRefused} for anything else, damaged images, and images of too many pixels, also together.
 */
export async function decodeImage(
  bytes: Uint8Array,
  format: PictureFormat,
  isLogged: boolean,
  budget = new DecodingBudget(),
): Promise<DecodedImage> {
  const { width, height, picture } = await decoding.run(() => decode(bytes, format, budget));
  const sha256 = sha256Of(bytes);
  return new DecodedImage(picture, {
    sha256,
    width,
    height,
    image: isLogged ? await pngOf(picture) : undefined,
    file: bytes,
  });
}

/** An image that was sent as its pixels, which are of the format. */
export async function imageOfPixels(
  values: NestedNumbers,
  format: PictureFormat,
  isLogged: boolean,
): Promise<DecodedImage> {
  const pixels = Uint8Array.from((values as number[]).flat(2));
  const picture = { ...format, pixels };
  const image = isLogged ? await pngOf(picture) : undefined;
  return new DecodedImage(picture, { sha256: sha256Of(pixels), ...sizeOf(format), image });
}

async function decode(bytes: Uint8Array, format: PictureFormat, budget: DecodingBudget) {
  const sharp = await library();
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated', ignoreIcc: true });
    const metadata = await image.metadata();
    if (!FORMATS.includes(metadata.format)) throw new ValueRefused('must be a PNG, JPEG or WebP image');
    const pixelsOfFile = metadata.width * metadata.height;
    if (pixelsOfFile > MAX_PIXELS) throw new Error(`an image of ${pixelsOfFile} pixels`);
    budget.take(pixelsOfFile);
    const { data, info } = await (metadata.hasAlpha ? await withoutAlpha(image, sharp) : image)
      .toColourspace('srgb')
      .resize(format.width, format.height, { fit: 'fill' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = info.channels === 3 ? data : tripled(data);
    const picture = { ...format, pixels: format.mode === 'rgb' ? pixels : grayOf(pixels) };
    return { ...sizeOf(metadata), picture };
  } catch (cause) {
    if (cause instanceof ValueRefused) throw cause;
    throw new ValueRefused(`must be a PNG, JPEG or WebP image of at most ${MAX_PIXELS} pixels`, { cause });
  }
}

/** The colours as they are: a resize in one step would weigh them by their transparency. */
async function withoutAlpha(image: Sharp, sharp: Awaited<ReturnType<typeof load>>): Promise<Sharp> {
  const opaque = image.toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' });
  const { data, info } = await opaque.toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: info });
}

function library(): ReturnType<typeof load> {
  return (loading ??= load());
}

async function load() {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

async function pngOf({ pixels, width, height, mode }: Picture): Promise<string> {
  const sharp = await library();
  const raw = { width, height, channels: mode === 'rgb' ? (3 as const) : (1 as const) };
  const png = await sharp(pixels, { raw })
    .toColourspace(mode === 'rgb' ? 'srgb' : 'b-w')
    .png()
    .toBuffer();
  return png.toString('base64');
}

function tripled(gray: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 3 * gray.length }, (_, at) => gray[Math.floor(at / 3)]!);
}

/** Luma in whole numbers, rounded as by Pillow's mode L. */
function grayOf(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 }, (_, at) => {
    const [red, green, blue] = [pixels[3 * at]!, pixels[3 * at + 1]!, pixels[3 * at + 2]!];
    return (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
  });
}

function sizeOf({ width, height }: { readonly width: number; readonly height: number }) {
  return { width, height };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
