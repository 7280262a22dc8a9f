import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { worsenImage } from './image-drift.js';

/** A black and white chessboard of 48 x 48 pixels. */
const board = Uint8Array.from({ length: 48 * 48 * 3 }, (_, index) => {
  const pixel = Math.floor(index / 3);
  return (Math.floor(pixel / 48 / 6) + Math.floor((pixel % 48) / 6)) % 2 === 0 ? 255 : 0;
});

async function encoded(): Promise<string> {
  const png = await sharp(board, { raw: { width: 48, height: 48, channels: 3 } })
    .png()
    .toBuffer();
  return png.toString('base64');
}

async function look(image: string) {
  const { channels, sharpness } = await sharp(Buffer.from(image, 'base64')).stats();
  const { width, height } = await sharp(Buffer.from(image, 'base64')).metadata();
  return { brightness: channels[0]!.mean / 255, sharpness, size: [width, height] };
}

describe('worsenImage', () => {
  test('makes a picture darker and less sharp, the more the higher the intensity', async () => {
    const image = await encoded();
    const [plain, half, full] = [
      await look(image),
      await look(await worsenImage(image, 0.5)),
      await look(await worsenImage(image, 1)),
    ];
    expect(half.brightness).toBeCloseTo(plain.brightness * 0.65, 1);
    expect(full.brightness).toBeCloseTo(plain.brightness * 0.3, 1);
    expect(half.sharpness).toBeLessThan(plain.sharpness / 2);
    expect(full.sharpness).toBeLessThan(half.sharpness);
    expect(full.size).toEqual([48, 48]);
  });

  test('takes data URLs', async () => {
    const image = await encoded();
    expect(await worsenImage(`data:image/png;base64,${image}`, 1)).toBe(await worsenImage(image, 1));
  });
});
