import { expect, test } from '@jest/globals';
import { testAddedModels } from './added-models.js';
import { cases } from './cases.js';
import { tableOfDocuments } from './table.js';

const added = testAddedModels(cases);

test('the table of the documents has every model as it was added', () => {
  expect(tableOfDocuments()).toEqual(cases.map(({ name }) => added.get(name)));
});
