import { describe, expect, test } from '@jest/globals';
import { type Label, placeLabels } from './labels.js';

const head = { model: 'toy', version: 1, position: 10, revision: 25 };
const stored = { id: 'a', actual: 'yes', position: 4 };

function label(id: string, actual: string, version = 1): Label {
  return { id, model: 'toy', version, predicted: 'yes', actual };
}

describe('placeLabels', () => {
  test('gives a first label the next position and revision', () => {
    const { labels, heads } = placeLabels([label('b', 'no')], [], [head]);
    expect(labels).toMatchObject([{ id: 'b', status: 'recorded', position: 11, revision: 26 }]);
    expect(heads).toEqual([{ ...head, position: 11, revision: 26 }]);
  });

  test('changes nothing when the same value arrives again', () => {
    const placement = placeLabels([label('a', 'yes')], [stored], [head]);
    expect(placement.labels).toMatchObject([{ status: 'unchanged', position: 4 }]);
    expect(placement).toMatchObject({ changed: [], heads: [head] });
  });

  test('keeps the position of a corrected label and gives it a new revision', () => {
    const { labels, heads } = placeLabels([label('a', 'no')], [stored], [head]);
    expect(labels).toMatchObject([{ status: 'corrected', position: 4, revision: 26 }]);
    expect(heads).toEqual([{ ...head, revision: 26 }]);
  });

  test('writes a prediction once that has several labels, with the last value', () => {
    const { labels, changed, heads } = placeLabels(
      [label('b', 'no'), label('b', 'no'), label('b', 'yes')],
      [],
      [head],
    );
    expect(labels.map(({ status }) => status)).toEqual(['recorded', 'unchanged', 'corrected']);
    expect(changed).toMatchObject([{ id: 'b', actual: 'yes', position: 11, revision: 27 }]);
    expect(heads).toEqual([{ ...head, position: 11, revision: 27 }]);
  });

  test('counts each model version separately', () => {
    const other = { model: 'toy', version: 2, position: 0, revision: 0 };
    const { labels } = placeLabels([label('b', 'no'), label('c', 'no', 2)], [], [head, other]);
    expect(labels.map(({ position }) => position)).toEqual([11, 1]);
  });
});
