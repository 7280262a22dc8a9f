import { describe, expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { compare, type OutcomeCount } from './comparison.js';
import { SharedOutcome } from './shared-outcome.js';

function manifestOf(model: string, minimum = 1): Manifest {
  const manifest = manifestSchema.parse(readVersionFile(toyModels, `${model}/1`, 'manifest.json'));
  return { ...manifest, windows: { ...manifest.windows, feedback: { size: 100, minimum } } };
}

const row = (actual: string, champion: string, challenger: string, rows = 1): OutcomeCount => ({
  actual,
  champion,
  challenger,
  rows,
});

function compared(champion: Manifest, counts: readonly OutcomeCount[], challenger = champion) {
  return compare(champion, new SharedOutcome(champion, challenger), counts);
}

describe('compare', () => {
  test('scores both versions over the same rows by the manifest of the champion', () => {
    const counts = [row('odd', 'odd', 'odd', 3), row('odd', 'even', 'odd', 2), row('even', 'odd', 'even', 1)];
    // Champion: tp 3, fp 1, fn 2 of odd. Challenger: all right.
    expect(compared(manifestOf('parity'), counts)).toEqual({
      rows: 6,
      f1: { champion: 6 / (6 + 1 + 2), challenger: 1 },
    });
  });

  test('counts a class that only the challenger knows as wrong', () => {
    const counts = [row('odd', 'odd', 'neither'), row('odd', 'odd', 'odd')];
    expect(compared(manifestOf('parity'), counts).f1).toEqual({ champion: 1, challenger: 2 / 3 });
  });

  test('omits the F1 of a version for which it is undefined', () => {
    const counts = [row('even', 'even', 'even', 19), row('even', 'even', 'odd')];
    expect(compared(manifestOf('parity'), counts).f1).toEqual({ champion: undefined, challenger: 0 });
  });

  test('gives the mean absolute error of regressions', () => {
    const counts = [row('10', '12', '10', 2), row('20', '20', '23')];
    expect(compared(manifestOf('rent'), counts)).toEqual({
      rows: 3,
      meanAbsoluteError: { champion: 4 / 3, challenger: 1 },
    });
  });

  test('gives only the number of rows below the minimum of the window, or without rows', () => {
    expect(compared(manifestOf('parity', 3), [row('odd', 'odd', 'odd', 2)])).toEqual({ rows: 2 });
    expect(compared(manifestOf('parity'), [])).toEqual({ rows: 0 });
  });

  describe('compares parts by name', () => {
    const labelled = (...classes: string[]): Manifest => ({
      ...manifestOf('parity'),
      ...{ task: 'multilabel', classes, thresholds: 0.5, f1_average: 'micro' },
      ...{ positive_class: null, threshold: null, metrics: undefined },
    });
    const targets = (...names: string[]) => ({ ...manifestOf('rent'), targets: names }) as Manifest;
    const champion = labelled('hat', 'smile');

    test('where the challenger has the labels in another order', () => {
      const counts = [row('[1,0]', '[0,1]', '[0,1]')];
      expect(compared(champion, counts, labelled('smile', 'hat')).f1).toEqual({ champion: 0, challenger: 1 });
    });

    test('and leaves out labels that only one version has', () => {
      const other = labelled('glasses', 'hat');
      const counts = [row('[1,1]', '[1,0]', '[1,1]'), row('[1,0]', '[0,1]', '[1,1]')];
      expect(compared(champion, counts, other).f1).toEqual({ champion: 2 / 3, challenger: 1 });
      expect(new SharedOutcome(champion, other)).toMatchObject({
        names: ['hat'],
        leftOut: ['smile', 'glasses'],
      });
    });

    test('of targets', () => {
      const counts = [row('[1,10]', '[2,10]', '[10,5,1]')];
      const { meanAbsoluteError } = compared(targets('x', 'y'), counts, targets('y', 'z', 'x'));
      expect(meanAbsoluteError).toEqual({ champion: 0.5, challenger: 0 });
    });

    test('in the count of equal predictions', () => {
      const shared = new SharedOutcome(champion, labelled('smile', 'hat'));
      expect([shared.isSame([1, 0], [0, 1]), shared.isSame([1, 0], [1, 0])]).toEqual([true, false]);
    });

    test('and nothing with a challenger that has none of them', () => {
      const counts = [row('[1,0]', '[1,0]', '[1]')];
      const strange = labelled('beard');
      expect(compared(champion, counts, strange)).toEqual({ rows: 1 });
      expect(new SharedOutcome(champion, strange).isSame([0, 0], [0])).toBe(false);
      expect(compared(champion, counts, manifestOf('parity'))).toEqual({ rows: 1 });
    });
  });
});
