import { expect, test } from '@jest/globals';
import { testAddedModels } from './added-models.js';
import { cases } from './cases.js';
import { tableOfDocuments } from './table.js';

/** Texts with missing values, a repaired graph, a sequence and an image. `npm run check -- models` tests every case. */
const SAMPLE = ['strings-and-imputers', 'iris-zipmap', 'sequence-gru', 'image-labels'];

const added = testAddedModels(cases.filter(({ name }) => SAMPLE.includes(name)));

test('the table of the documents has these models as they were added', () => {
  expect([...added.keys()].sort()).toEqual([...SAMPLE].sort());
  expect(tableOfDocuments()).toEqual(expect.arrayContaining([...added.values()]));
});
