import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { type Editable, toyModels } from '../../../test/toy-models.js';
import { ReferenceColumns } from '../profile-building/reference-columns.js';
import { ProfileBuilds } from '../registry/index.js';
import { ProfileBuilder } from './profile-builder.js';
import { ProfileTask } from './profile-task.js';
import type { ProfileAnswer } from './profile-task.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-profile-builder-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of a toy version. */
function rentAt(name: string) {
  const path = join(folder, name);
  cpSync(join(toyModels, 'rent/1'), path, { recursive: true });
  return { model: 'rent', version: 1, path };
}

/** A worker that does this instead of building. */
function worker(code: string): string {
  const path = join(folder, `${Math.random()}.mjs`);
  writeFileSync(path, `process.once('message', () => { ${code} });`);
  return path;
}

describe('building a profile', () => {
  test('reports its progress, and writes the profile where the folder is then', async () => {
    const rent = rentAt('built');
    const states = new ProfileBuilds();
    const reported = jest.spyOn(states, 'report');
    const build = new ProfileBuilder(states).start(rent, rent.path);
    expect(await build.outcome).toEqual({ warnings: expect.any(Array) });
    for (const step of ['checking the model', 'reading rows', 'predicting', 'comparing']) {
      expect(reported).toHaveBeenCalledWith(rent, expect.objectContaining({ step }));
    }
    const moved = join(folder, 'moved');
    renameSync(rent.path, moved);
    await build.write(await build.outcome);
    expect(JSON.parse(readFileSync(join(moved, 'profile.json'), 'utf8'))).toMatchObject({ model: 'rent' });
  });

  test('starts in the folder of the version when that was published before', async () => {
    const { path } = rentAt('published');
    const staged = { model: 'rent', version: 1, path: join(folder, 'nowhere') };
    const build = new ProfileBuilder(new ProfileBuilds()).start(staged, path);
    expect(await build.write(await build.outcome)).toEqual({ warnings: expect.any(Array) });
    expect(existsSync(join(path, 'profile.json'))).toBe(true);
  });

  test('that cannot be written has a reason', async () => {
    const rent = rentAt('unwritable');
    const build = new ProfileBuilder(new ProfileBuilds()).start(rent, rent.path);
    const outcome = await build.outcome;
    mkdirSync(join(rent.path, 'profile.json'));
    expect(await build.write(outcome)).toEqual({ unusable: 'it cannot be written (exit code 1)' });
  });

  test('in a folder that is gone has a reason', async () => {
    const gone = { model: 'rent', version: 1, path: join(folder, 'gone') };
    const { outcome } = new ProfileBuilder(new ProfileBuilds()).start(gone, gone.path);
    expect(await outcome).toEqual({
      unusable: expect.stringContaining('building it ended without a result'),
    });
  });

  test('with unusable reference data has a reason', async () => {
    const rent = rentAt('unusable');
    const file = join(rent.path, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { features: Editable[] };
    const district = manifest.features.find(({ name }) => name === 'district') as { categories: string[] };
    district.categories.push(...Array.from({ length: 10_000 }, (_, place) => `district ${place}`));
    writeFileSync(file, JSON.stringify(manifest));
    const { outcome } = new ProfileBuilder(new ProfileBuilds()).start(rent, rent.path);
    expect(await outcome).toEqual({
      unusable: expect.stringMatching(/^district has \d+ categories, more than 10000$/),
    });
  });

  test.each([
    ['crashes', "process.kill(process.pid, 'SIGSEGV')", 'SIGSEGV'],
    ['exits', 'process.exit(3)', 'exit code 3'],
  ])('in a process that %s has a reason', async (_case, code, reason) => {
    const { outcome } = new ProfileBuilder(new ProfileBuilds(), worker(code)).start(rentAt('crashed'), '');
    expect(await outcome).toEqual({ unusable: `building it ended without a result (${reason})` });
  });

  test('of a large reference does not delay the others', async () => {
    const code =
      "process.cwd().endsWith('huge') ? setInterval(() => 0, 1e9) : process.send({ built: { warnings: [] } })";
    const builder = new ProfileBuilder(new ProfileBuilds(), worker(code), 10);
    const huge = rentAt('huge');
    truncateSync(join(huge.path, 'reference.csv.gz'), 17 * 2 ** 20);
    const slow = builder.start(huge, '');
    expect(await builder.start(rentAt('small'), '').outcome).toEqual({ warnings: [] });
    expect(await slow.early()).toBeUndefined();
    builder.stop();
  });

  test('that takes long has no early outcome, and ends with its builder', async () => {
    const builder = new ProfileBuilder(new ProfileBuilds(), worker('for (;;);'), 10);
    const build = builder.start(rentAt('slow'), '');
    const next = builder.start(rentAt('next'), '');
    expect([await build.early(), await next.early()]).toEqual([undefined, undefined]);
    builder.stop();
    expect(await Promise.all([build.outcome, next.outcome])).toEqual([
      { unusable: 'building it was cancelled' },
      { unusable: 'building it was cancelled' },
    ]);
  });
});

test('an error in building a profile is not reported as unusable reference data', async () => {
  const answers: ProfileAnswer[] = [];
  const { path } = rentAt('broken');
  const task = new ProfileTask((answer) => answers.push(answer), path);
  const original = Object.getOwnPropertyDescriptor(ReferenceColumns.prototype, 'row');
  ReferenceColumns.prototype.row = () => {
    throw new RangeError('Maximum call stack size exceeded');
  };
  try {
    await expect(task.handle({ build: { model: 'rent', version: 1 } })).rejects.toThrow(
      'Maximum call stack size',
    );
  } finally {
    if (original !== undefined) Object.defineProperty(ReferenceColumns.prototype, 'row', original);
  }
  expect(answers.filter((answer) => !('progress' in answer))).toEqual([]);
  expect(existsSync(join(folder, 'broken/profile.json'))).toBe(false);
});
