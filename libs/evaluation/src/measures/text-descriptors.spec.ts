import { describe, expect, test } from '@jest/globals';
import { descriptorsOf, learnTexts } from './text-descriptors.js';

describe('descriptors', () => {
  const known = new Set(['un', 'été', 'chaud', '3']);

  test.each([
    ['Un ÉTÉ chaud, 3 fois!', { length: 21, words: 5, unknown_words: 0.2, non_letters: 0.1429 }],
    ['', { length: 0, words: 0, unknown_words: 0, non_letters: 0 }],
    ['   ', { length: 3, words: 0, unknown_words: 0, non_letters: 0 }],
    ['😀😀 un', { length: 5, words: 1, unknown_words: 0, non_letters: 0.4 }],
    ['un un inconnu', { length: 13, words: 3, unknown_words: 0.3333, non_letters: 0 }],
  ])('of %j', (text, expected) => {
    expect(descriptorsOf(text, known)).toEqual(expected);
  });
});

test('words of a script without spaces are divided, those beside them are not', () => {
  const known = new Set(['天気', 'は', 'iphone15']);
  expect(descriptorsOf('今日の天気は良いです。iPhone15', known)).toMatchObject({
    words: 7,
    unknown_words: 0.5714,
  });
  expect(descriptorsOf('สวัสดีครับ', known).words).toBe(2);
});

test('the topic of Japanese texts is seen by their words', () => {
  const weather = ['今日の天気は良いです', '明日の天気は悪いです', '天気が良い日です', '明日は良い日です'];
  const known = new Set(learnTexts(weather).vocabulary);
  expect(descriptorsOf('明日の天気は良いです', known).unknown_words).toBe(0);
  expect(descriptorsOf('株価が大きく下落した', known).unknown_words).toBeGreaterThan(0.7);
});

describe('the vocabulary', () => {
  test('is the words that at least two texts have, in order', () => {
    expect(learnTexts(['b a a', 'B c', null, 'd']).vocabulary).toEqual(['b']);
  });

  test('judges a text of the reference by the other texts', () => {
    const { descriptors } = learnTexts(['a b', 'a b', 'a c']);
    expect(descriptors.map((described) => described?.unknown_words)).toEqual([0.5, 0.5, 0.5]);
  });

  test('is bounded: of more than 20,000 words the rarest are not in it', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `w${index}x`);
    const { vocabulary } = learnTexts([many.join(' '), many.join(' '), many.slice(0, 15_000).join(' ')]);
    expect(vocabulary).toHaveLength(15_000);
  });
});
