import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../src/database.js';
import { readPostmasterFile } from '../src/embedded/postmaster-file.js';
import { EmbeddedServer } from '../src/embedded/server.js';
import { serverUser } from '../src/embedded/server-user.js';
import { databaseHealthy } from '../src/pool.js';
import { until } from '../../../test/until.js';
import { migrationsFolder } from './migrations-folder.js';
import { scratchFolder } from './scratch-folder.js';

describe('The embedded server', () => {
  const empty = migrationsFolder({});
  let dataDir: string;
  let folder: string;
  const cluster = () => join(folder, 'cluster');
  const lockFile = () => join(cluster(), 'data', 'postmaster.pid');
  const server = () => readPostmasterFile(join(cluster(), 'data'));
  const others: ChildProcess[] = [];

  beforeAll(async () => {
    dataDir = scratchFolder();
    folder = join(dataDir, 'postgres');
    await (await EmbeddedServer.acquire({ folder })).release();
  });
  afterEach(() => {
    for (const other of others.splice(0)) other.kill('SIGKILL');
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  /** Starts the server on a lock file, and its socket's, that name this pid, as a crash leaves them. */
  const startsDespite = async (pid: number) => {
    const data = join(cluster(), 'data');
    const text = `${pid}\n${data}\n1700000000\n54321\n.\n127.0.0.1\n  1234  5678\nready   \n`;
    writeFileSync(lockFile(), text);
    writeFileSync(join(data, '.s.PGSQL.54321.lock'), text);
    const started = await EmbeddedServer.acquire({ folder });
    expect(server()).toMatchObject({ alive: true, ready: true });
    expect(server()?.pid).not.toBe(pid);
    await started.release();
  };

  test('starts when the lock file names a pid that is gone', async () => {
    const gone = spawn('true');
    await once(gone, 'exit');
    await startsDespite(gone.pid ?? 0);
  });

  test('starts when the lock file names a pid that another program has now', async () => {
    const stranger = spawn('sleep', ['600'], { ...serverUser(cluster()), stdio: 'ignore' });
    others.push(stranger);
    await startsDespite(stranger.pid ?? 0);
    expect(stranger.exitCode).toBeNull();
  });

  test('starts when the lock file names a zombie', async () => {
    // The child ends under a program that never collects it, as the shell itself would.
    const parent = spawn('sh', ['-c', 'exec 3<&0; cat <&3 & echo $!; exec sleep 600'], {
      ...serverUser(cluster()),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    others.push(parent);
    const zombie = Number(String((await once(parent.stdout, 'data'))[0]));
    await until(
      () => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n',
      'the shell is replaced',
    );
    parent.stdin.end();
    await until(() => /\) Z /.test(readFileSync(`/proc/${zombie}/stat`, 'utf8')), 'the child is a zombie');
    await startsDespite(zombie);
  });

  test('starts when a crash left the lock file empty', async () => {
    writeFileSync(lockFile(), '');
    const started = await EmbeddedServer.acquire({ folder });
    await started.release();
  });

  test('takes another port when its last one is in use', async () => {
    const first = await EmbeddedServer.acquire({ folder });
    const { port } = first;
    await first.release();
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    const second = await EmbeddedServer.acquire({ folder });
    expect(second.port).not.toBe(port);
    await second.release();
    taken.close();
  });

  test('moves its users to another port when it dies and its port is taken, however often starting fails', async () => {
    const database = await openDatabase({ dataDir, schema: 'moving', migrationsFolder: empty, poolSize: 1 });
    const { pid, port } = server() ?? { pid: 0, port: 0 };
    const configuration = join(cluster(), 'data', 'postgresql.auto.conf');
    writeFileSync(configuration, 'no_such_setting = 1');
    process.kill(pid, 'SIGKILL');
    const taken = createServer();
    await until(() => listens(taken, port), 'the port is free');
    writeFileSync(configuration, '');
    await until(() => databaseHealthy(database.pool, 60_000), 'the database is healthy');
    expect(new URL(database.url).port).not.toBe(String(port));
    await database.close();
    taken.close();
  });

  test('starts without its socket on a file system that cannot hold one', async () => {
    const settings = { unix_socket_directories: `/${'long'.repeat(40)}` };
    const started = await EmbeddedServer.acquire({ folder, settings });
    expect(server()).toMatchObject({ ready: true });
    await started.release();
  });

  test('keeps the logs of its last starts', async () => {
    for (let start = 0; start < 6; start += 1) await (await EmbeddedServer.acquire({ folder })).release();
    const logs = readdirSync(join(cluster(), 'log'));
    expect(logs).toHaveLength(5);
    for (const log of logs)
      expect(readFileSync(join(cluster(), 'log', log), 'utf8')).toContain('is shut down');
  });

  test('says in its own words why it cannot start', async () => {
    const acquiring = EmbeddedServer.acquire({ folder, settings: { shared_buffers: 'plenty' } });
    await expect(acquiring).rejects.toThrow(
      /PostgreSQL did not start in .*data: .*invalid value for parameter "shared_buffers": "plenty"/s,
    );
  });

  test('refuses data of another major version, naming both', async () => {
    const file = join(cluster(), 'data', 'PG_VERSION');
    const version = readFileSync(file);
    writeFileSync(file, '12\n');
    await expect(EmbeddedServer.acquire({ folder })).rejects.toThrow(
      /written by PostgreSQL 12 and cannot be opened by 1\d/,
    );
    writeFileSync(file, version);
  });

  test('keeps its generated password to the server and its user', () => {
    const { mode } = statSync(join(cluster(), 'password'));
    expect(mode & 0o777).toBe(0o600);
    expect(readFileSync(join(cluster(), 'password'), 'utf8')).toMatch(/^[\w-]{32}$/);
  });
});

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}
