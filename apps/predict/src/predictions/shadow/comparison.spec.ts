import { describe, expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { compare, type OutcomeCount } from './comparison.js';

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

describe('compare', () => {
  test('scores both versions over the same rows by the manifest of the champion', () => {
    const counts = [row('odd', 'odd', 'odd', 3), row('odd', 'even', 'odd', 2), row('even', 'odd', 'even', 1)];
    // Champion: tp 3, fp 1, fn 2 of odd. Challenger: all right.
    expect(compare(manifestOf('parity'), counts)).toEqual({
      rows: 6,
      f1: { champion: 6 / (6 + 1 + 2), challenger: 1 },
    });
  });

  test('counts a class that only the challenger knows as wrong', () => {
    const counts = [row('odd', 'odd', 'neither'), row('odd', 'odd', 'odd')];
    expect(compare(manifestOf('parity'), counts).f1).toEqual({ champion: 1, challenger: 2 / 3 });
  });

  test('omits the F1 of a version for which it is undefined', () => {
    const counts = [row('even', 'even', 'even', 19), row('even', 'even', 'odd')];
    expect(compare(manifestOf('parity'), counts).f1).toEqual({ champion: undefined, challenger: 0 });
  });

  test('gives the mean absolute error of regressions', () => {
    const counts = [row('10', '12', '10', 2), row('20', '20', '23')];
    expect(compare(manifestOf('rent'), counts)).toEqual({
      rows: 3,
      meanAbsoluteError: { champion: 4 / 3, challenger: 1 },
    });
  });

  test('gives only the number of rows below the minimum of the window, or without rows', () => {
    expect(compare(manifestOf('parity', 3), [row('odd', 'odd', 'odd', 2)])).toEqual({ rows: 2 });
    expect(compare(manifestOf('parity'), [])).toEqual({ rows: 0 });
  });
});
