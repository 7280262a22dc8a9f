import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FeedbackWindow } from './feedback-window.js';

/** Records the rows that are added and not removed, as text. */
class Tally {
  readonly rows: string[] = [];

  add(actual: string, predicted: string): void {
    this.rows.push(`${actual}/${predicted}`);
  }

  remove(actual: string, predicted: string): void {
    const index = this.rows.indexOf(`${actual}/${predicted}`);
    if (index < 0) throw new Error(`${actual}/${predicted} was never added`);
    this.rows.splice(index, 1);
  }
}

type Row = Parameters<FeedbackWindow['apply']>[0];

function row(position: number, revision: number, actual: string): Row {
  return { position, revision, predicted: 'p', actual };
}

function scored(size: number, rows: readonly Row[]): string[] {
  const tally = new Tally();
  const window = new FeedbackWindow(size, tally);
  for (const one of rows) window.apply(one);
  expect(window.rows).toBe(tally.rows.length);
  return tally.rows.sort();
}

/** A history as in the database: positions without gaps, and corrections of earlier ones. */
const history = fc.array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 60 }).map((steps) => {
  const rows: Row[] = [];
  let positions = 0;
  for (const [index, step] of steps.entries()) {
    const position = step === undefined || positions === 0 ? (positions += 1) : 1 + (step % positions);
    rows.push(row(position, index + 1, `a${index}`));
  }
  return rows;
});

function expected(size: number, rows: readonly Row[]): string[] {
  const latest = new Map(rows.map((one) => [one.position, one]));
  const newest = Math.max(0, ...latest.keys());
  return [...latest.values()]
    .filter(({ position }) => position > newest - size)
    .map(({ actual, predicted }) => `${actual}/${predicted}`)
    .sort();
}

describe('FeedbackWindow', () => {
  test('holds the last rows by position, each with its last value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), history, (size, rows) => {
        expect(scored(size, rows)).toEqual(expected(size, rows));
      }),
    );
  });

  test('is the same for every order of arrival, and when rows arrive repeatedly', () => {
    const arrivals = history.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), arrivals, (size, [rows, arrived]) => {
        expect(scored(size, arrived)).toEqual(expected(size, rows));
      }),
    );
  });

  test('can start at any position of a long history', () => {
    expect(scored(3, [row(1_000_001, 5, 'x'), row(1_000_002, 6, 'y')])).toEqual(['x/p', 'y/p']);
  });

  test('never adds a released row again, and keeps the others', () => {
    const cut = history.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.nat(rows.length), fc.nat(rows.length + 3)),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), cut, (size, [rows, before, position]) => {
        const tally = new Tally();
        const window = new FeedbackWindow(size, tally);
        for (const one of rows.slice(0, before)) window.apply(one);
        window.passTo(position);
        for (const one of rows.slice(before)) window.apply(one);
        const newest = Math.max(0, ...rows.map((one) => one.position));
        const left = Math.max(size - Math.max(0, newest - position), 0);
        expect(window.rows).toBe(tally.rows.length);
        expect(tally.rows.sort()).toEqual(expected(size - left, rows));
      }),
    );
  });

  test('drops the rows that a jump ahead leaves behind', () => {
    expect(scored(3, [row(1, 1, 'x'), row(2, 2, 'y'), row(1_000, 3, 'z')])).toEqual(['z/p']);
  });
});
