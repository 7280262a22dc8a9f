import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../monitoring/test/files.js';
import { processes, running } from './processes.js';
import { StartedCommand } from './started-command.js';
import { until } from '../until.js';

const START = `
  import { spawn } from 'node:child_process';
  import { writeSync } from 'node:fs';
  import { guarded } from ${JSON.stringify(join(root, 'apps/cli/dist/processes/index.js'))};
  const idle = ['-e', 'setInterval(() => {}, 1000)'];
`;
const PROGRAM = `${START}
  const [, kept, ended] = [0, 1, 2].map(() => guarded(spawn(process.execPath, idle, { stdio: 'ignore' })));
  ended.once('exit', () => process.stdout.write('started\\n'));
  ended.kill();
`;
const KILLED_AT_ONCE = `${START}
  const { pid } = guarded(spawn(process.execPath, idle, { stdio: 'ignore' }));
  writeSync(1, String(pid));
  process.kill(process.pid, 'SIGKILL');
`;

/** Ends a program that has started two others and the guard. */
async function expectAllToEnd(program: StartedCommand, signal: NodeJS.Signals): Promise<void> {
  await program.prints(/started/);
  const family = program.family();
  try {
    expect(family).toHaveLength(4);
    process.kill(program.pid, signal);
    await until(() => running(family).length === 0, 'every process has ended');
  } finally {
    program.killAll(family);
  }
}

test.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a program that ends by %s takes along what it started, and the guard',
  async (signal) => {
    const program = new StartedCommand(process.execPath, ['--input-type=module', '-e', PROGRAM], {});
    await expectAllToEnd(program, signal);
  },
);

test('a program that is killed before the guard runs takes along what it started', async () => {
  const program = new StartedCommand(process.execPath, ['--input-type=module', '-e', KILLED_AT_ONCE], {});
  await until(() => /^\d+$/.test(program.output), 'the child has started');
  const pid = Number(program.output);
  const started = processes().filter((one) => one.pid === pid);
  try {
    await until(() => running(started).length === 0, 'the child has ended');
  } finally {
    program.killAll(started);
  }
});

const SERVER = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import { guardProcess, guardServer } from ${JSON.stringify(join(root, 'apps/cli/dist/processes/index.js'))};
  const [, file] = process.argv;
  const [stopped, server] = [0, 1].map(() =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true }));
  guardServer(file);
  guardServer(file + '.none');
  writeFileSync(file, server.pid + '\\nmore');
  guardProcess(stopped.pid);
  stopped.kill('SIGSTOP');
  process.stdout.write('started\\n');
  setInterval(() => {}, 1000);
`;

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a program that ends by %s takes along a server that is named by a file, and a process that is stopped',
  async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-guard-'));
    const args = ['--input-type=module', '-e', SERVER, join(folder, 'server.pid')];
    const program = new StartedCommand(process.execPath, args, {});
    await expectAllToEnd(program, signal);
    rmSync(folder, { recursive: true });
  },
);

test('every process that a command, a benchmark, the faults or the stack under test start is guarded', () => {
  const files = ['scripts', 'bench', 'apps/cli/src', 'test/faults', 'test/stack'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(mjs|ts)$/.test(name) && !name.endsWith('.spec.ts') && !/(^|\/)dist\//.test(name))
      .map((name) => join(folder, name)),
  );
  const unguarded = files.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return /(?<!guarded\(\s*)\b(spawn|fork|execFile)\(/.test(text);
  });
  expect(unguarded).toEqual(['scripts/workspace.mjs', 'apps/cli/src/processes/orphan-guard.ts']);
});
