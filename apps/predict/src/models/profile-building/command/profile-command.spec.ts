import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { perfectReference } from '../../../../test/perfect-reference.js';
import { ScratchRepository, shippedModels } from '../../../../test/toy-models.js';
import { runProfileCommand } from './profile-command.js';
import { StepLines } from './step-lines.js';

const versions = ['rent/1', 'rent/2', 'parity/1', 'greeting/1', 'mood/1'];

let repository: ScratchRepository;
beforeEach(() => {
  repository = new ScratchRepository();
  for (const version of versions) rmSync(fileOf(version), { force: true });
});
afterEach(() => repository.delete());

/** Runs the command on the scratch repository. */
async function run(...args: string[]) {
  const [out, err]: string[][] = [[], []];
  const models = args.includes('--models') ? [] : ['--models', repository.path];
  const code = await runProfileCommand([...args, ...models], {
    out: { write: (text) => out!.push(text) },
    err: { write: (text) => err!.push(text) },
  });
  return { code, out: out!.join(''), err: err!.join('') };
}

const fileOf = (version: string) => join(repository.path, version, 'profile.json');
const rows = 'area,rooms,balcony,district,target\n40,2,1,north,800\n20,1,0,south,400\n';

function csv(text = rows): string {
  const path = join(repository.path, 'rows.csv');
  writeFileSync(path, text);
  return path;
}

describe('npm run profile', () => {
  test('builds the profile of a version and shows how each column is compared', async () => {
    const { code, out, err } = await run('rent/1');
    expect([code, err]).toEqual([0, '']);
    const steps = out.replaceAll(/\d+\.\d\d s/g, 'n s').split('\n');
    expect(steps.slice(0, 5)).toEqual([
      'rent version 1',
      '  checking the model  n s',
      '  reading rows        n s  3 rows',
      '  predicting          n s  3 rows',
      '  comparing           n s  7 steps',
    ]);
    expect(out).toMatch(/\n {2}column +method +threshold +noise\n {2}area +wasserstein +\d/);
    expect(out).toMatch(/\n {2}\(prediction\) +/);
    expect(existsSync(fileOf('rent/1'))).toBe(true);
    expect(readdirSync(join(repository.path, 'rent/1')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test.each([
    ['a model and a version', ['rent', '1'], ['rent/1']],
    ['a model', ['rent'], ['rent/1', 'rent/2']],
    ['several versions', ['rent/2', 'mood/1'], ['rent/2', 'mood/1']],
    ['every version', ['--all'], versions],
  ])('takes %s', async (_, args, built) => {
    expect((await run(...args)).code).toBe(0);
    expect(built.filter((version) => !existsSync(fileOf(version)))).toEqual([]);
  });

  test('accepts the path of a version, and writes the same bytes', async () => {
    await run('rent/1');
    const first = readFileSync(fileOf('rent/1'), 'utf8');
    expect((await run(join(repository.path, 'rent', '1'), '--force')).code).toBe(0);
    expect(readFileSync(fileOf('rent/1'), 'utf8')).toBe(first);
  });

  test('keeps an existing profile, and replaces one that cannot be used', async () => {
    await run('rent/1');
    expect(await run('rent/1')).toMatchObject({
      code: 0,
      out: `rent version 1\n  ${fileOf('rent/1')} already exists; --force rebuilds it\n`,
    });
    writeFileSync(fileOf('rent/1'), '{}');
    expect((await run('rent/1')).out).toContain('(prediction)');
  });

  test('replaces a profile by one of a file only with --force', async () => {
    await run('rent/1');
    const before = readFileSync(fileOf('rent/1'), 'utf8');
    expect((await run('rent/1', '--csv', csv())).code).toBe(1);
    expect(readFileSync(fileOf('rent/1'), 'utf8')).toBe(before);
    expect((await run('rent/1', '--csv', csv(), '--force')).code).toBe(0);
    expect(readFileSync(fileOf('rent/1'), 'utf8')).not.toBe(before);
  });

  test('shows whether the rows are held out, and warns about a reference that the model predicts perfectly', async () => {
    expect((await run('rent/1')).out).toContain('3 rows (held out or not: unknown)');
    const heart = new ScratchRepository(shippedModels);
    const models = ['--models', heart.path];
    const own = await run('heart-disease/1', '--force', ...models);
    expect(own.out).toContain('5000 rows (held out)');
    expect(own.out).not.toContain('Warning');
    const { out } = await run('heart-disease/1', '--force', '--csv', csv(perfectReference(300)), ...models);
    heart.delete();
    expect(out).toContain('300 rows (held out or not: unknown)');
    expect(out).toContain(
      '\n  Warning: estimated F1: the model is right about all 300 labelled rows of its reference; ',
    );
  });

  test('writes nothing when a value is invalid, and explains where it is and what to do', async () => {
    const path = csv(rows.replace('40,2', '40,2.5'));
    expect(await run('rent/1', '--csv', path)).toMatchObject({
      code: 1,
      err:
        `  No profile was written: ${path}: one value breaks a rule of the manifest:\n` +
        '  row 1, column rooms: Invalid input: expected int, received number\n' +
        '  Correct the file, or use another one with --csv or --parquet.\n',
    });
    expect(existsSync(fileOf('rent/1'))).toBe(false);
  });

  test('continues with the other versions when one fails', async () => {
    writeFileSync(join(repository.path, 'rent/1/model.onnx'), 'x');
    const { code, err } = await run('rent');
    expect(code).toBe(1);
    expect(err).toMatch(
      /the version does not pass its checks and would not be served: model\.onnx is not the file/,
    );
    expect([existsSync(fileOf('rent/1')), existsSync(fileOf('rent/2'))]).toEqual([false, true]);
  });

  test.each([
    [[], 'name a version, or use --all'],
    [['--all', 'rent/1'], 'use --all without a version'],
    [['--all', '--csv', 'x'], 'use --csv and --parquet for one version, not with --all'],
    [['rent', '--csv', 'x'], 'use --csv and --parquet for one version, not for several'],
    [['rent/1', '--csv', 'x', '--parquet', 'y'], 'use --csv or --parquet, not both'],
    [['rent/1', '--fast'], "Unknown option '--fast'"],
    [
      ['rent/9'],
      'there is no model version rent/9; there are greeting/1, mood/1, parity/1, rent/1, rent/2 in ',
    ],
  ])('%j is refused with 2', async (args, message) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('See npm run profile -- --help\n');
  });

  test('--help explains it', async () => {
    const { code, out } = await run('--help');
    expect([code, out.startsWith('npm run profile -- <version>')]).toEqual([0, true]);
  });
});

test('a terminal shows a progress bar, replaced by a line when the step is done', () => {
  const shown: string[] = [];
  let nowMs = 0;
  const lines = new StepLines({ isTTY: true, write: (text) => shown.push(text) }, () => nowMs);
  lines.report('predicting', 0, 4);
  lines.report('predicting', 1, 4);
  nowMs = 1_500;
  lines.end();
  expect(shown).toEqual([
    '\r\u001b[K  predicting          [........................] 0 of 4',
    '\r\u001b[K  predicting          [######..................] 1 of 4',
    '\r\u001b[K  predicting          1.50 s  4 rows\n',
  ]);
});
