import { expect, test } from '@jest/globals';
import { driftTests } from '../src/index.js';
import { expectEqualToPackages, goldenFiles, goldenGroups, namesIn } from './golden-cases.js';

test.each(goldenGroups.drift)('%s equals the real packages to 1e-9', expectEqualToPackages);

test('every registered drift test has cases', () => {
  const named = goldenGroups.drift.flatMap(namesIn);
  expect(Object.keys(driftTests).filter((method) => !named.includes(method))).toEqual([]);
});

test('every golden file is compared', () => {
  expect(Object.values(goldenGroups).flat().sort()).toEqual(goldenFiles.sort());
});
