import { expect, test } from '@jest/globals';
import { eventPage, eventPageQuery } from './event-pages.js';

const rows = (...ids: number[]) => ids.map((id) => ({ id }));
const idOf = ({ id }: { id: number }) => id;

test('a page has its events and the start of the next one', () => {
  expect(eventPage(rows(9, 8, 7), 2, idOf)).toEqual({ events: [9, 8], next: '8' });
  expect(eventPage(rows(7, 6), 2, idOf)).toEqual({ events: [7, 6], next: null });
  expect(eventPage([], 2, idOf)).toEqual({ events: [], next: null });
});

test.each(['', '-1', '1e3', '1'.repeat(16), '7 OR 1=1'])('%j is not the start of a page', (start) => {
  expect(eventPageQuery.before.safeParse(start).success).toBe(false);
});
