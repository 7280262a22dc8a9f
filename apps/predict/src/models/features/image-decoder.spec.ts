import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { DecodingBudget } from './feature-type.js';
import { decodeImage } from './image-decoder.js';

/** Made up, of 5 x 4 pixels. */
const pixels = Uint8Array.from({ length: 60 }, (_, at) => (at * 37) % 256);
const size = { width: 5, height: 4 };
const png = () =>
  sharp(pixels, { raw: { ...size, channels: 3 } })
    .png()
    .toBuffer();

/** Computed with numpy 2.4.6: mean, standard deviation, and variance of the Laplacian of the luma; means of the channels. */
const facts = {
  ...size,
  brightness: 0.466506,
  contrast: 0.214316,
  sharpness: 1.064376,
  red: 0.47098,
  green: 0.46549,
  blue: 0.46,
};

/** The pixels of mode L of Pillow 13.0.0. */
const gray = [30, 141, 73, 107, 189, 73, 184, 39, 150, 82, 116, 198, 82, 193, 48, 159, 91, 125, 207, 91];
const grayFacts = { ...size, brightness: 0.466275, contrast: 0.214291, sharpness: 1.065383 };

describe('a decoded image', () => {
  test('is refused when it exceeds what is left of the pixels of its request', async () => {
    const budget = new DecodingBudget();
    budget.take(100_000_000 - 20);
    const file = await png();
    const again = () => decodeImage(file, { ...size, mode: 'rgb' }, false, budget);
    expect(await again()).toMatchObject(size);
    await expect(again()).rejects.toThrow('exceeds the 100000000 pixels');
  });

  test('has the pixels of the file, and its facts alone as JSON', async () => {
    const image = await decodeImage(await png(), { ...size, mode: 'rgb' }, false);
    expect([...image.pixelsFor({ ...size, mode: 'rgb' })!]).toEqual([...pixels]);
    expect(JSON.parse(JSON.stringify(image))).toEqual({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      ...facts,
    });
  });

  test('becomes gray as in Pillow', async () => {
    const image = await decodeImage(await png(), { ...size, mode: 'grayscale' }, false);
    expect([...image.pixelsFor({ ...size, mode: 'grayscale' })!]).toEqual(gray);
    expect(JSON.parse(JSON.stringify(image))).toEqual({ sha256: image.sha256, ...grayFacts });
  });

  test.each(['rgb', 'grayscale'] as const)(
    'keeps the picture of the model where it is logged: %s',
    async (mode) => {
      const image = await decodeImage(await png(), { ...size, mode }, true);
      const logged = await decodeImage(Buffer.from(image.image!, 'base64'), { ...size, mode }, false);
      expect(logged.pixelsFor({ ...size, mode })).toEqual(image.pixelsFor({ ...size, mode }));
    },
  );

  test.each(['jpeg', 'webp', 'png'] as const)('may be a gray or transparent %s', async (format) => {
    const flat = sharp({ create: { ...size, channels: 4, background: { r: 90, g: 90, b: 90, alpha: 0.5 } } });
    const transparent = await decodeImage(
      await flat.clone().toFormat(format).toBuffer(),
      { ...size, mode: 'rgb' },
      false,
    );
    const grayed = await decodeImage(
      await flat.clone().removeAlpha().toColourspace('b-w').toFormat(format).toBuffer(),
      { ...size, mode: 'rgb' },
      false,
    );
    expect(grayed.brightness).toBeCloseTo(90 / 255, 2);
    expect(transparent.contrast).toBeLessThan(0.01);
    expect([transparent.red, grayed.red]).toEqual([transparent.blue, grayed.blue]);
  });

  test('that is truncated is refused', async () => {
    const file = await png();
    await expect(
      decodeImage(file.subarray(0, file.length - 30), { ...size, mode: 'rgb' }, false),
    ).rejects.toThrow('must be a PNG, JPEG or WebP image');
  });
});
