import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HeartRepository } from '../../apps/predict/test/toy-models.js';
import { freePort } from './free-port.js';
import { type Process, running } from './processes.js';
import { StartedCommand } from './started-command.js';
import { until } from '../until.js';

const AUTH = /apps\/auth\/dist\/bundle\/main\.js/;
const PREDICT = /apps\/predict\/dist\/bundle\/main\.js/;
const POSTGRES = /postgres -D/;
const PASSWORD = 'a lighthouse in fog';

const heart = new HeartRepository();
let folder: string;
let env: Record<string, string>;
let started: StartedCommand;
let family: Process[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-start-'));
  chmodSync(folder, 0o755);
  env = {
    PLUMBLINE_DATA_DIR: join(folder, 'data'),
    AUTH_ADMIN_PASSWORD: PASSWORD,
    AUTH_PORT: String(await freePort()),
    PREDICT_PORT: String(await freePort()),
  };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  heart.delete();
});

/** `npm start`, as a person types it, until it is ready. With one model it starts faster. */
async function start(models: Record<string, string> = heart.environment): Promise<void> {
  family = [];
  started = new StartedCommand('npm', ['start'], { ...env, ...models });
  await started.prints(/Ready in/);
  family = started.family();
  for (const part of [AUTH, PREDICT, POSTGRES, /scripts\/plumbline\.mjs start/]) {
    expect(family.filter(({ command }) => part.test(command))).not.toEqual([]);
  }
}

const nothingIsLeft = () => until(() => running(family).length === 0, 'every process has ended');
const pidOf = (part: RegExp) => started.member(part)?.pid;

/** Kills auth, and listens on its port unless auth, which is started again, was faster. */
function takesPortOfAuth(server: Server): Promise<boolean> {
  const auth = started.member(AUTH);
  if (auth !== undefined) started.killAll([auth]);
  return new Promise((resolve) => {
    server.removeAllListeners('error').once('error', () => resolve(false));
    server.listen(Number(env['AUTH_PORT']), '127.0.0.1', () => resolve(true));
  });
}

const isLive = (key: string) =>
  fetch(`http://127.0.0.1:${env[key]}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );

describe('an installation that npm start has started for the first time', () => {
  beforeAll(() => start({}));
  beforeEach(() => {
    started.output = '';
  });
  afterAll(() => started.killAll(family));

  test('accepts requests', async () => {
    for (const key of ['AUTH_PORT', 'PREDICT_PORT']) {
      expect((await fetch(`http://127.0.0.1:${env[key]}/health/ready`)).status).toBe(200);
    }
  });

  test('is what npm run traffic sends to, without an address', async () => {
    const { PLUMBLINE_DATA_DIR = '', PREDICT_PORT = '' } = env;
    const args = ['run', 'traffic', '--', '--count', '20', '--rate', '1000'];
    const traffic = new StartedCommand('npm', args, { PLUMBLINE_DATA_DIR, PLUMBLINE_PASSWORD: PASSWORD });
    expect([await traffic.ended, traffic.output]).toEqual([0, expect.stringContaining('200: 3')]);
    expect(traffic.output).toContain(
      `Sending to predict http://127.0.0.1:${PREDICT_PORT} (npm start on the data folder ${PLUMBLINE_DATA_DIR})`,
    );
  });

  test.each([
    ['auth', AUTH, 'AUTH_PORT', PREDICT],
    ['predict', PREDICT, 'PREDICT_PORT', AUTH],
  ] as const)(
    'starts %s again when it dies, and leaves the other one alone',
    async (name, part, port, other) => {
      const [before, untouched] = [pidOf(part)!, pidOf(other)];
      process.kill(before, 'SIGKILL');
      await started.prints(new RegExp(`${name} ended with SIGKILL`));
      await started.prints(new RegExp(`${name} is ready again`));
      expect(await isLive(port)).toBe(true);
      const after = pidOf(part);
      expect(after).not.toBe(before);
      expect(pidOf(other)).toBe(untouched);
      family = started.family();
    },
  );

  test('says why a service cannot be started again, and starts it when it can', async () => {
    // A connection that is not read would keep it from closing.
    const occupant = createServer((socket) => socket.destroy());
    await until(() => takesPortOfAuth(occupant), 'the port of auth is taken from it');
    await started.prints(/AUTH_PORT: port \d+ on 127\.0\.0\.1 is in use/);
    await new Promise((resolve) => occupant.close(resolve));
    await started.prints(/auth is ready again/);
    expect(await isLive('AUTH_PORT')).toBe(true);
    family = started.family();
  });

  test('leaves nothing behind after SIGTERM to npm, though its services were started again', async () => {
    process.kill(started.pid, 'SIGTERM');
    await nothingIsLeft();
  });
});

describe('npm start', () => {
  afterEach(() => started.killAll(family));
  const starter = () =>
    family.find(({ command }) => /^\S*node scripts\/plumbline\.mjs start/.test(command))!.pid;

  test.each([
    ['SIGTERM to the starter', () => process.kill(starter(), 'SIGTERM')],
    ['Ctrl-C', () => started.signalGroup('SIGINT')],
    ['a terminal that is closed', () => started.signalGroup('SIGHUP')],
    ['kill -9 of npm', () => process.kill(started.pid, 'SIGKILL')],
    ['kill -9 of the starter', () => process.kill(starter(), 'SIGKILL')],
  ])('leaves nothing behind after %s', async (_how, end) => {
    await start();
    end();
    await nothingIsLeft();
  });

  test('leaves nothing behind when it is ended while it starts', async () => {
    family = [];
    started = new StartedCommand('npm', ['start'], env);
    await started.prints(/Starting PostgreSQL/);
    await until(() => pidOf(AUTH) !== undefined, 'auth runs');
    family = started.family();
    process.kill(started.pid, 'SIGTERM');
    await nothingIsLeft();
  });

  test('ends with one sentence when a service cannot start at first', async () => {
    family = [];
    started = new StartedCommand('npm', ['start'], { ...env, PREDICT_LOG_RETENTION_DAYS: 'x' });
    await until(() => pidOf(AUTH) !== undefined || started.output.includes('did not start'), 'auth runs');
    family = started.family();
    expect(await started.ended).not.toBe(0);
    expect(started.output).toMatch(/did not start: .*PREDICT_LOG_RETENTION_DAYS/s);
    await nothingIsLeft();
  });
});
