import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverUser } from '../src/embedded/server-user.js';
import { until } from '../../../test/until.js';
import { choosePort } from '../src/embedded/settings.js';
import { scratchFolder } from './scratch-folder.js';
import type { ServerUnderTest } from './contract-context.js';

const versionsFolder = '/usr/lib/postgresql';
const superuser = 'tester';
const password = 'only-for-this-test';

/** Runs Debian's own PostgreSQL, its newest version, on a fresh data folder as an unprivileged user. */
export async function startDebianPostgres(): Promise<ServerUnderTest> {
  const programs = newestPrograms();
  const folder = scratchFolder();
  const data = join(folder, 'data');
  const user = serverUser(data);
  initialise(programs, folder, data, user);
  const port = await choosePort(data);
  let server = await start(programs, data, port, user);
  return {
    url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    async crash() {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
    async recover() {
      server = await start(programs, data, port, user);
    },
    async stop() {
      server.kill('SIGINT');
      if (server.exitCode === null) await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

type User = ReturnType<typeof serverUser>;

function newestPrograms(): string {
  const versions = installedVersions().sort((left, right) => Number(left) - Number(right));
  const newest = versions.at(-1);
  if (newest === undefined)
    throw new Error('This test needs PostgreSQL from Debian: apt-get install postgresql');
  return join(versionsFolder, newest, 'bin');
}

function installedVersions(): string[] {
  try {
    return readdirSync(versionsFolder);
  } catch {
    return [];
  }
}

function initialise(programs: string, folder: string, data: string, user: User): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  mkdirSync(data);
  if (user) chownSync(data, user.uid, user.gid);
  const args = ['-D', data, '-U', superuser, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8'];
  const { status, stderr } = spawnSync(join(programs, 'initdb'), args, {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

async function start(programs: string, data: string, port: number, user: User): Promise<ChildProcess> {
  const settings = [`port=${port}`, 'unix_socket_directories=', 'listen_addresses=127.0.0.1'];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const launch = () => spawn(join(programs, 'postgres'), args, { ...user, cwd: '/', stdio: 'ignore' });
  let server = launch();
  await until(() => {
    // After a crash the children of the old server may hold its shared memory a moment longer.
    if (server.exitCode !== null) server = launch();
    return statusLine(data) === `${server.pid} ready`;
  }, "Debian's PostgreSQL is ready");
  return server;
}

function statusLine(data: string): string {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return `${lines[0]} ${lines[7]?.trim()}`;
  } catch {
    return 'not started';
  }
}
