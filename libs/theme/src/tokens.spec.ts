import { describe, expect, test } from '@jest/globals';
import { printStyle } from './print.js';
import { tableStyle } from './tables.js';
import { tokenStyle } from './tokens.js';

/** Red, green and blue, from 0 to 255. */
type Colour = readonly number[];

/** WCAG 2.2: text 4.5, shapes 3. */
const TEXT = 4.5;
const SHAPE = 3;

/** How much of the shade each step has, and whether its numbers have the ink for dense ones. */
const shades = [...tableStyle.matchAll(/rgb\(var\(--shade\)(?: \/ ([\d.]+))?\);( color)?/g)].map(
  ([, share = '1', ink]) => ({ share: Number(share), isDense: ink !== undefined }),
);

const [light = '', dark = ''] = tokenStyle.split('@media (prefers-color-scheme: dark)');

describe.each([
  ['light', light],
  ['dark', dark],
  ['paper', printStyle],
])('colours on %s', (_, style) => {
  test.each([
    ['--ink', '--card', TEXT],
    ['--ink', '--page', TEXT],
    ['--muted', '--card', TEXT],
    ['--muted', '--page', TEXT],
    ['--accent', '--card', TEXT],
    ['--accent', '--page', TEXT],
    ['--alarm', '--card', TEXT],
    ['--alarm', '--alarm-soft', TEXT],
    ['--reference-line', '--card', SHAPE],
    ['--accent', '--reference', SHAPE],
    ['--alarm', '--reference', SHAPE],
  ])('%s can be told from %s', (front, back, least) => {
    expect(contrast(colour(style, front), colour(style, back))).toBeGreaterThanOrEqual(least);
  });

  test('numbers can be read on every shade of the confusion matrix', () => {
    const card = colour(style, '--card');
    const shade = triple(style, '--shade');
    const contrasts = shades.map(({ share, isDense }) =>
      contrast(colour(style, isDense ? '--shade-ink' : '--ink'), mix(shade, card, share)),
    );
    expect(contrasts).toHaveLength(9);
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(TEXT);
  });
});

function colour(style: string, name: string): Colour {
  const hex = new RegExp(`${name}: #([0-9a-f]{6})`).exec(style)?.[1] ?? '';
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function triple(style: string, name: string): Colour {
  return (new RegExp(`${name}: ([\\d ]+)`).exec(style)?.[1] ?? '').split(' ').map(Number);
}

function mix(front: Colour, back: Colour, share: number): Colour {
  return front.map((value, index) => value * share + (back[index] ?? 0) * (1 - share));
}

/** The ratio of relative luminances, as WCAG defines both. */
function contrast(one: Colour, other: Colour): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(rgb: Colour): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
