import sharp from 'sharp';

/** The brightness that is left at intensity 1. */
const DARKEST = 0.3;

/** Standard deviation of the blur at intensity 1, in widths of the picture. */
const WIDEST_BLUR = 0.05;

/**
 * The picture as a camera sees it in the dark and out of focus, as PNG in base64.
 * @param image PNG, JPEG or WebP in base64
 * @param intensity above 0, up to 1
 */
export async function worsenImage(image: string, intensity: number): Promise<string> {
  const picture = sharp(Buffer.from(image.slice(image.indexOf(',') + 1), 'base64'));
  const { width } = await picture.metadata();
  const data = await picture
    .blur(Math.max(0.3, WIDEST_BLUR * intensity * width))
    .linear(1 - (1 - DARKEST) * intensity)
    .png()
    .toBuffer();
  return data.toString('base64');
}
