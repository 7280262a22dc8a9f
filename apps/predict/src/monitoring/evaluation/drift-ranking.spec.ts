import { expect, test } from '@jest/globals';
import { toyColumn, toyDrift } from '../../../test/toy-evaluation.js';
import { rankDrift } from './drift-ranking.js';

const severe = (severity: number) => toyDrift({ severity, drifted: severity >= 1 });
const columns = [
  toyColumn('age', severe(1.2)),
  toyColumn('income', severe(9)),
  toyColumn('note.length', severe(0.5), { feature: 'note' }),
  toyColumn('note.words', severe(2), { feature: 'note' }),
  toyColumn('empty', null),
];
const importance = {
  absent: null,
  metric: 'f1',
  rows: 300,
  repeats: 5,
  features: [
    { name: 'age', mean: 0.2, deviation: 0.01 },
    { name: 'income', mean: -0.002, deviation: 0.003 },
    { name: 'note', mean: 0.15, deviation: 0.02 },
    { name: 'empty', mean: 0.1, deviation: 0.02 },
  ],
} as const;

test('drift of a feature that the model needs comes before more severe drift of one that it does not', () => {
  const { features, absent } = rankDrift(importance, columns);
  expect(absent).toBeNull();
  expect(
    features.map(({ feature, severity, drifted, impact }) => [feature, severity, drifted, impact]),
  ).toEqual([
    ['note', 2, true, 0.3],
    ['age', 1.2, true, 0.24],
    ['empty', null, false, 0],
    ['income', 9, true, 0],
  ]);
});

test('without importance there is a reason', () => {
  expect(rankDrift(undefined, columns)).toEqual({
    metric: null,
    features: [],
    absent: 'an earlier release built the reference profile',
  });
  expect(rankDrift({ absent: 'no labels' }, columns).absent).toBe('no labels');
});
