import { expect, test } from '@jest/globals';
import type { ColumnEvaluation, WindowEvaluation } from '@plumbline/evaluation';
import { keepColumns } from './kept-columns.js';

const column = (place: number) =>
  ({ name: `x${place}`, drift: { severity: place === 11_000 ? 9 : 1 / (place + 1) } }) as ColumnEvaluation;
const evaluationOf = (count: number) => {
  const columns = Array.from({ length: count }, (_, place) => column(place));
  return { columns } as Partial<WindowEvaluation> as WindowEvaluation;
};

test('of very many columns, the first and those with the most drift are kept in their order', () => {
  const { columns, omittedColumns } = keepColumns(evaluationOf(12_288));
  expect([columns.length, omittedColumns]).toEqual([500, 11_788]);
  expect(columns.map(({ name }) => name).slice(247)).toEqual([
    ...Array.from({ length: 252 }, (_, place) => `x${place + 247}`),
    'x11000',
  ]);
});

test('up to 500 columns are all kept', () => {
  const evaluation = evaluationOf(500);
  expect(keepColumns(evaluation)).toBe(evaluation);
});
