import { describe, expect, test } from '@jest/globals';
import { buildProfile } from '../profiles/index.js';
import { evaluateWindow } from './evaluate-window.js';

/** Uniform numbers in (0, 1), the same for a seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Texts of 6 to 20 words out of many, few of them frequent, as words are in any language. */
function texts(size: number, seed: number, prefix = 'word'): string[] {
  const next = uniform(seed);
  return Array.from({ length: size }, () => {
    const words = Array.from({ length: 6 + Math.floor(15 * next()) }, () => {
      return `${prefix}${Math.floor(Math.exp(next() * Math.log(4_000)))}x`;
    });
    return `${words.join(' ')}.`;
  });
}

const predictions = (size: number) => Array.from({ length: size }, (_, row) => (row % 2 === 0 ? 'a' : 'b'));
const table = (values: readonly (string | null)[]) => ({
  rows: { text: values },
  predictions: predictions(values.length),
  probabilities: null,
  actual: null,
});
const spec = { features: [{ name: 'text', kind: 'text' }], classes: ['a', 'b'], chunkRows: 500 } as const;

describe.each([
  ['large', 3_000],
  ['small', 800],
])('against a %s reference of texts', (_, size) => {
  const reference = texts(size, 1);
  const profile = buildProfile(table(reference), spec);
  const drifted = (values: readonly (string | null)[]) =>
    evaluateWindow(profile, table(values))
      .columns.filter(({ drift }) => drift?.drifted)
      .map(({ descriptor }) => descriptor);

  test.each([2, 3, 4, 5, 6])('new texts of the same kind do not drift (%i)', (seed) => {
    expect(drifted(texts(1_000, seed * 7919))).toEqual([]);
  });

  test('the reference itself does not drift, nor does a part of it', () => {
    expect(drifted(reference)).toEqual([]);
    expect(drifted(reference.slice(0, 600))).toEqual([]);
  });

  test('texts with other words do', () => {
    expect(drifted(texts(600, 99, 'mots'))).toContain('unknown_words');
    expect(drifted([...texts(400, 98), ...texts(200, 99, 'mots')])).toEqual(['unknown_words']);
  });

  test('so do longer texts, and those full of signs', () => {
    expect(drifted(texts(600, 97).map((text) => `${text} ${text}`))).toEqual(['length', 'words']);
    expect(drifted(texts(600, 96).map((text) => text.replaceAll(' ', ' -- ')))).toContain('non_letters');
  });

  test('a missing text is missing in each of its columns', () => {
    const { columns } = evaluateWindow(profile, table([...texts(10, 5), null, null]));
    expect(columns.map(({ summary }) => summary.missing)).toEqual([2, 2, 2, 2]);
  });

  test('what is no text fails all its columns, and nothing else', () => {
    const numbers = { ...table(texts(3, 5)), rows: { text: [1, 2, 3] } };
    const { columns, prediction } = evaluateWindow(profile, numbers);
    expect(columns.map(({ failure }) => failure)).toEqual(['error', 'error', 'error', 'error']);
    expect(prediction.failure).toBeNull();
  });
});

test('the texts of the reference, sent again, are not told from it by the classifier', () => {
  const reference = texts(1_000, 1);
  const profile = buildProfile(table(reference), spec);
  const { multivariate } = evaluateWindow(profile, table(reference));
  expect(multivariate?.drifted).toBe(false);
  // As much longer as in texts of another kind.
  const longer = reference.map((text, row) => `${text} ${reference[(row + 1) % reference.length]}`);
  expect(evaluateWindow(profile, table(longer)).multivariate?.drifted).toBe(true);
});
