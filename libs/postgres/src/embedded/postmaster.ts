import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseUnavailable } from '../errors.js';
import type { Cluster } from './cluster.js';
import { commandEnvironment, runCommand } from './command.js';
import { readPostmasterFile, setAsideStaleFile } from './postmaster-file.js';

/** Extra server settings, `name: value`, given on the server's command line. */
export type ServerSettings = Readonly<Record<string, string>>;

const startPollMs = 20;
const stopTimeoutS = 60;
/** Another starter was first, the last server is not quite gone, or the port has been taken: try again. */
const startAgain = /lock file|shared memory block|address already in use|could not create any TCP/i;

/**
 * Starts the server detached from us, on the port it last had when that is free. PostgreSQL's own lock file decides
 * between several starters.
 * @returns false when the server did not start for a reason that passes.
 * @throws {DatabaseUnavailable} with the server's own words for any other reason.
 */
export async function startPostmaster(cluster: Cluster, settings: ServerSettings): Promise<boolean> {
  setAsideStaleFile(cluster.dataFolder);
  const port = await choosePort(cluster);
  const output = join(cluster.folder, `start-${process.pid}-${port}.log`);
  const child = spawnPostmaster(cluster, { ...fixedSettings(port), ...settings }, output);
  try {
    if (await isReady(cluster, child)) {
      writeFileSync(join(cluster.folder, 'port'), String(port));
      return true;
    }
    const reason = readFileSync(output, 'utf8').trim();
    if (startAgain.test(reason)) return false;
    throw new DatabaseUnavailable(`PostgreSQL did not start in ${cluster.dataFolder}: ${reason}`);
  } finally {
    rmSync(output, { force: true });
  }
}

/** Stops the server, ending all sessions, and returns when it is gone. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const args = ['stop', '-D', cluster.dataFolder, '-m', 'fast', '-w', '-t', String(stopTimeoutS)];
  await runCommand(cluster.binaries.path('pg_ctl'), args, cluster.user).catch((error: unknown) => {
    if (readPostmasterFile(cluster.dataFolder)?.alive) throw error;
  });
}

function spawnPostmaster(cluster: Cluster, settings: ServerSettings, outputFile: string): ChildProcess {
  const output = openSync(outputFile, 'w', 0o600);
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(cluster.binaries.path('postgres'), ['-D', cluster.dataFolder, ...options], {
    ...cluster.user,
    cwd: '/',
    detached: true,
    env: commandEnvironment,
    stdio: ['ignore', output, output],
    windowsHide: true,
  });
  closeSync(output);
  child.unref();
  return child;
}

/** True once the new server accepts sessions, however long it replays its log; false when it has ended. */
async function isReady(cluster: Cluster, child: ChildProcess): Promise<boolean> {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  while (!ended) {
    const file = readPostmasterFile(cluster.dataFolder);
    if (file?.pid === child.pid && file?.ready) return true;
    await new Promise((resolve) => setTimeout(resolve, startPollMs));
  }
  return false;
}

function fixedSettings(port: number): ServerSettings {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '50',
    shared_buffers: '32MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    log_directory: '../log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
  };
}

async function choosePort(cluster: Cluster): Promise<number> {
  const file = join(cluster.folder, 'port');
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return (await freePort(last)) ?? (await freePort(0)) ?? 0;
}

function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
