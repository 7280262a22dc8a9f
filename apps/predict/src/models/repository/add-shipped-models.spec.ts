import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ScratchRepository } from '../../../test/toy-models.js';
import { addShippedModels } from './add-shipped-models.js';

let shipped: ScratchRepository;
let folder: string;
const repository = () => join(folder, 'models');
const add = () => addShippedModels(shipped.path, repository());
const pathOf = (version: string) => realpathSync(join(repository(), version));
const pointers = (model: string) => readFileSync(join(repository(), model, 'aliases.json'), 'utf8');

beforeEach(() => {
  shipped = new ScratchRepository();
  folder = mkdtempSync(join(tmpdir(), 'plumbline-repository-'));
});
afterEach(() => {
  shipped.delete();
  rmSync(folder, { recursive: true });
});

test('an empty repository gets every version and the pointers', async () => {
  await add();
  for (const version of ['rent/1', 'rent/2', 'parity/1'])
    expect(pathOf(version)).toBe(realpathSync(join(shipped.path, version)));
  expect(JSON.parse(pointers('rent'))).toEqual({ champion: 1, previous: null, challenger: null });
});

test('pointers and versions of the repository win, a version that a release adds is added', async () => {
  await add();
  const moved = '{"champion":2,"previous":1,"challenger":null}';
  writeFileSync(join(repository(), 'rent/aliases.json'), moved);
  renameSync(pathOf('parity/1'), join(folder, 'parity'));
  rmSync(join(repository(), 'parity/1'));
  renameSync(join(folder, 'parity'), join(repository(), 'parity/1'));
  shipped.copyVersion('rent/2', 'rent/3');
  await add();
  expect(pathOf('rent/3')).toBe(realpathSync(join(shipped.path, 'rent/3')));
  expect(pointers('rent')).toBe(moved);
  expect(pathOf('parity/1')).toBe(join(realpathSync(repository()), 'parity/1'));
});

test('links follow shipped models that moved, as with a moved checkout', async () => {
  await add();
  const other = new ScratchRepository();
  shipped.delete();
  shipped = other;
  await add();
  expect(pathOf('rent/1')).toBe(realpathSync(join(other.path, 'rent/1')));
});

test('several replicas may start at once', async () => {
  await Promise.all([add(), add(), add()]);
  expect(pathOf('rent/2')).toBe(realpathSync(join(shipped.path, 'rent/2')));
});

test('a broken link is replaced in one step', async () => {
  await add();
  const link = join(repository(), 'rent/1');
  for (let round = 0; round < 50; round += 1) {
    rmSync(link);
    symlinkSync(join(folder, 'moved'), link);
    let replacing = true;
    const replaced = Promise.all([add(), add()]).finally(() => (replacing = false));
    while (replacing) {
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await replaced;
    expect(pathOf('rent/1')).toBe(realpathSync(join(shipped.path, 'rent/1')));
  }
  expect(readdirSync(join(repository(), 'rent')).sort()).toEqual(['1', '2', 'aliases.json']);
});

test('a missing folder of shipped models is reported with its path', async () => {
  const nowhere = join(folder, 'nowhere');
  await expect(addShippedModels(nowhere, repository())).rejects.toThrow(
    `There is no models folder at ${nowhere}`,
  );
});
