import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ScratchRepository, shippedModels } from '../../apps/predict/test/toy-models.js';
import { UsageError } from '../../apps/cli/src/command-line/index.js';
import { forgetRunning, noteRunning } from '../../apps/cli/src/installation/index.js';
import { main } from '../../apps/cli/src/main.js';
import { runTraffic } from '../../apps/cli/src/traffic/index.js';

/** Runs `plumbline traffic` in this process, with these settings. */
async function traffic(args: readonly string[], env: Record<string, string> = {}) {
  const printed = { stdout: '', stderr: '' };
  const settings = { PLUMBLINE_PASSWORD: 'not asked for', ...env };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  Object.assign(process.env, settings);
  try {
    return { status: await main(['traffic', ...args]), ...printed };
  } finally {
    for (const name of Object.keys(settings)) Reflect.deleteProperty(process.env, name);
    jest.restoreAllMocks();
  }
}

describe('a bad option', () => {
  test.each([
    [
      '--scenario storm',
      '--scenario must be one of steady, gradual, sudden, concept, bad-input, mixed, not storm',
    ],
    ['--count 0', '--count must be a whole number from 1 to 10000000, not 0'],
    ['--count -5', '--count must be a whole number from 1 to 10000000, not -5'],
    ['--rate fast', '--rate must be a number from 0.1 to 10000, not fast'],
    ['--label-rate 1.5', '--label-rate must be a number from 0 to 1, not 1.5'],
    ['--predict-url ftp://there', '--predict-url must be a URL with http or https, not ftp://there'],
    ['--features age', '--features must be given with --model: each model has features of its own'],
    ['--after 5', '--after must be given with --scenario sudden or concept'],
    ['--count 5 --duration-s 5', '--duration-s must be given without --count: one of them bounds the run'],
    ['--password-file /nowhere', '--password-file must name a file that can be read, not /nowhere (ENOENT)'],
    [
      '--client-id me',
      'Set PLUMBLINE_CLIENT_SECRET, or name a file that contains it with --client-secret-file; there is no default',
    ],
  ])('%s is reported with its rule, and the exit code is 2', async (line, sentence) => {
    expect(await traffic(line.split(' '))).toEqual({ status: 2, stdout: '', stderr: `${sentence}\n` });
  });

  test.each([
    ['--count', "error: option '--count <n>' argument missing"],
    ['--colour red', "error: unknown option '--colour'"],
    ['heart-disease', "error: too many arguments for 'traffic'. Expected 0 arguments but got 1."],
  ])('%s is reported with a hint to --help, and the exit code is 2', async (line, sentence) => {
    const hint = 'Run plumbline traffic --help for the options.';
    expect(await traffic(line.split(' '))).toEqual({
      ...{ status: 2, stdout: '' },
      stderr: `${sentence}\n${hint}\n`,
    });
  });

  test.each([
    [{ model: 'no-such' }, '--model must be one of '],
    [{ modelsDir: '/nowhere' }, '--models-dir must hold a model with reference data, /nowhere has none'],
    [
      { model: 'heart-disease', scenario: 'sudden', features: ['hair'] },
      '--features must name features of heart-disease, which has no hair',
    ],
  ] as const)('%j is reported before anything is sent', async (options, sentence) => {
    const running = runTraffic({ ...options, token: () => 'a token', predictUrl: 'http://127.0.0.1:1' });
    await expect(running).rejects.toThrow(UsageError);
    await expect(running).rejects.toThrow(sentence);
  });
});

describe('unusable reference data is reported with the reason, before anything is sent:', () => {
  let repository: ScratchRepository;
  beforeEach(() => {
    repository = new ScratchRepository();
  });
  afterEach(() => repository.delete());

  test.each([
    ['no gzip data', 'hello', 'incorrect header check'],
    ['a row with too few cells', gzipSync('area,rooms,balcony,district,target\n1,2\n'), 'line 2'],
    ['a missing column', gzipSync('area,balcony,target\n1,True,5\n'), 'it has no column rooms, district'],
    ['no rows', gzipSync('area,rooms,balcony,district,target\n'), 'it has no rows'],
  ])('%s', async (_case, content, reason) => {
    const file = join(repository.path, 'rent/1/reference.csv.gz');
    writeFileSync(file, content);
    const options = { model: 'rent', modelsDir: repository.path };
    const running = runTraffic({ ...options, token: () => 'a token', predictUrl: 'http://127.0.0.1:1' });
    await expect(running).rejects.toThrow(UsageError);
    await expect(running).rejects.toThrow(
      `--models-dir must hold reference data that can be read, ${file} cannot be used: `,
    );
    await expect(running).rejects.toThrow(reason);
  });
});

test('--help names every option with its default', async () => {
  const { status, stdout } = await traffic(['--help', '--count', 'x']);
  expect(status).toBe(0);
  const flags = ['scenario', 'model', 'count', 'duration-s', 'rate', 'batch', 'seed', 'features', 'strength'];
  const more = ['after', 'label-rate', 'label-delay', 'predict-url', 'auth-url', 'models-dir', 'username'];
  const last = ['password-file', 'client-id', 'client-secret-file', 'json', 'help'];
  for (const flag of [...flags, ...more, ...last]) expect(stdout).toContain(`--${flag} `);
});

describe('without addresses', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-traffic-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  // Nothing listens at the ports below 10.
  const urls = { auth: 'http://127.0.0.1:3', predict: 'http://127.0.0.1:4' };
  const send = (...args: string[]) => traffic(['--count', '1', ...args], { PLUMBLINE_DATA_DIR: folder });

  test('traffic goes to the services that run on the data folder, and prints which', async () => {
    noteRunning({ PLUMBLINE_DATA_DIR: folder, PREDICT_MODELS_DIR: shippedModels }, 'npm start', urls);
    const { status, stderr } = await send();
    expect(stderr).toContain(
      `Sending to predict http://127.0.0.1:4 (npm start on the data folder ${folder})\n`,
    );
    expect(stderr).toContain('auth does not answer at http://127.0.0.1:3 ');
    expect(status).toBe(1);
  });

  test('a given address takes precedence', async () => {
    noteRunning({ PLUMBLINE_DATA_DIR: folder, PREDICT_MODELS_DIR: shippedModels }, 'npm start', urls);
    const { stderr } = await send('--predict-url', 'http://127.0.0.1:5');
    expect(stderr).toContain('Sending to predict http://127.0.0.1:5 (--predict-url)\n');
    expect(stderr).toContain('auth does not answer at http://127.0.0.1:3 ');
  });

  test.each([
    ['nothing was started', undefined],
    ['the process has ended', { pid: spawnSync('true').pid }],
    ['another process has its pid', { pid: process.pid, processStart: '1' }],
    ['it was stopped', 'stopped'],
  ])('and when %s, the error says what to do', async (_, noted) => {
    const env = { PLUMBLINE_DATA_DIR: folder };
    noteRunning(env, 'npm start', urls);
    const file = join(folder, 'running.json');
    if (noted === undefined) rmSync(file);
    else if (noted === 'stopped') forgetRunning(env);
    else
      writeFileSync(
        file,
        JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...(noted as object) }),
      );
    expect(await send()).toEqual({
      status: 1,
      stdout: '',
      stderr: `No npm start or npm run stack runs on the data folder ${folder}: run npm start first, set PLUMBLINE_DATA_DIR to the folder of another installation, or give --auth-url and --predict-url\n`,
    });
  });

  test('both addresses together need no local service', async () => {
    const { stderr } = await send('--auth-url', 'http://127.0.0.1:6', '--predict-url', 'http://127.0.0.1:5');
    expect(stderr).toContain('auth does not answer at http://127.0.0.1:6 ');
  });
});
