import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { sleep } from '@plumbline/tasks';
import { DatabaseUnavailable } from '../errors.js';
import type { Progress } from '../connect.js';
import type { Cluster } from './cluster.js';
import { commandEnvironment, runCommand } from './command.js';
import { isPostmaster, readPostmasterFile } from './postmaster-file.js';
import { openServerLog } from './server-log.js';
import { choosePort, commandLine, fixedSettings, type ServerSettings } from './settings.js';

const pollMs = 20;
const slowStartMs = 5_000;
const stopTimeoutMs = 60_000;
/** Another process started it first, the last server has not quite ended, the port was taken, or it was killed: try again. */
const passes =
  /lock file ".*" (already exists|is empty)|shared memory block|could not create any TCP|ended by SIGKILL/;
/** Some file systems, such as shared folders of virtual machines, cannot hold a socket. */
const noSockets = /could not create any Unix-domain sockets/;

/**
 * Starts the server as a detached process, on its last port if that is free. If several processes start it at once,
 * PostgreSQL's lock file decides.
 * @returns false when the server did not start for a temporary reason.
 * @throws {DatabaseUnavailable} with the server's message for any other reason.
 */
export async function startPostmaster(
  cluster: Cluster,
  settings: ServerSettings,
  onProgress: Progress,
): Promise<boolean> {
  const all = { ...fixedSettings(await choosePort(cluster.dataFolder)), ...settings };
  const slow = setTimeout(
    () =>
      onProgress(`PostgreSQL is starting in ${cluster.dataFolder}; after a crash it replays its log first`),
    slowStartMs,
  );
  let problem = await attempt(cluster, all);
  if (problem !== undefined && noSockets.test(problem)) {
    problem = await attempt(cluster, { ...all, unix_socket_directories: '' });
  }
  clearTimeout(slow);
  if (problem === undefined || passes.test(problem)) return problem === undefined;
  throw new DatabaseUnavailable(`PostgreSQL did not start in ${cluster.dataFolder}: ${problem}`);
}

/** Undefined once the server accepts sessions; its output, and the signal that ended it, when it has ended instead. */
async function attempt(cluster: Cluster, settings: ServerSettings): Promise<string | undefined> {
  const log = openServerLog(cluster.folder);
  const child = spawnPostmaster(cluster, settings, log.file);
  if (await becomesReady(cluster, child)) return undefined;
  return child.signalCode === null ? log.take() : `${log.take()}\nIt was ended by ${child.signalCode}`;
}

/**
 * Stops the server and all sessions, and resolves when it has ended. Does nothing for a server in another container.
 * @throws {DatabaseUnavailable} when it still runs after 60 s.
 */
export async function stopPostmaster({ binaries, dataFolder, user }: Cluster): Promise<void> {
  const file = readPostmasterFile(dataFolder);
  if (!file?.alive) return;
  // Without -W, pg_ctl would also wait for a server that another process starts in the meantime.
  const stopping = runCommand(binaries.path('pg_ctl'), ['stop', '-D', dataFolder, '-m', 'fast', '-W'], user);
  await stopping.catch((error: unknown) => {
    if (isPostmaster(file.pid, dataFolder)) throw error;
  });
  const deadline = Date.now() + stopTimeoutMs;
  while (isPostmaster(file.pid, dataFolder)) {
    if (Date.now() > deadline) throw new DatabaseUnavailable(`PostgreSQL in ${dataFolder} does not stop`);
    await sleep(pollMs);
  }
}

function spawnPostmaster(cluster: Cluster, settings: ServerSettings, log: number): ChildProcess {
  const args = ['-D', cluster.dataFolder, ...commandLine(settings)];
  const child = spawn(cluster.binaries.path('postgres'), args, {
    ...cluster.user,
    cwd: '/',
    detached: true,
    env: commandEnvironment,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  return child;
}

/** True once the new server accepts sessions, after any recovery; false when it has ended. */
async function becomesReady(cluster: Cluster, child: ChildProcess): Promise<boolean> {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  while (!ended) {
    const file = readPostmasterFile(cluster.dataFolder);
    if (file?.pid === child.pid && file?.ready) return true;
    await sleep(pollMs);
  }
  return false;
}
