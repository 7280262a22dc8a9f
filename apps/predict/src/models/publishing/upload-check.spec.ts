import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Editable, toyModels } from '../../../test/toy-models.js';
import { toyWarnings } from '../../../test/uploads.js';
import { ReferenceColumns } from '../profile-building/reference-columns.js';
import { checkUpload } from './upload-check.js';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'plumbline-upload-'));
  cpSync(join(toyModels, 'rent/1'), path, { recursive: true });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(path, { recursive: true });
});

const check = () => checkUpload({ model: 'rent', path, files: [] });

/** Gives the feature `district` of the version more categories than a profile can hold. */
function addCategories(): void {
  const file = join(path, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { features: Editable[] };
  const district = manifest.features.find(({ name }) => name === 'district') as { categories: string[] };
  district.categories.push(...Array.from({ length: 10_000 }, (_, place) => `district ${place}`));
  writeFileSync(file, JSON.stringify(manifest));
}

test('a version with unusable reference data has no profile', async () => {
  addCategories();
  expect(await check()).toEqual({
    version: 1,
    warnings: [
      ...toyWarnings,
      expect.stringMatching(/^no profile: district has \d+ categories, more than 10000$/),
    ],
  });
});

test('an error in building the profile is not reported as unusable reference data', async () => {
  const overflow = (place: number): never => overflow(place + 1);
  jest.spyOn(ReferenceColumns.prototype, 'row').mockImplementation(overflow);
  await expect(check()).rejects.toThrow('Maximum call stack size exceeded');
});
