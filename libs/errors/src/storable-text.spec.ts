import { expect, test } from '@jest/globals';
import { storableJson, unstorableText } from './storable-text.js';

const json = {
  fine: 'é 😀 \n',
  list: [1, null, 'a\0b', { half: 'x\ud83d' }],
  'bad\udc00key': true,
};

test('names each text and key that PostgreSQL cannot store, and no other', () => {
  expect(unstorableText(json).map(({ path }) => path)).toEqual([
    ['list', 2],
    ['list', 3, 'half'],
    ['bad\u{FFFD}key'],
  ]);
});

test('replaces exactly what PostgreSQL cannot store', () => {
  expect(storableJson(json)).toEqual({
    fine: 'é 😀 \n',
    list: [1, null, 'a\u{FFFD}b', { half: 'x\u{FFFD}' }],
    'bad\u{FFFD}key': true,
  });
});
