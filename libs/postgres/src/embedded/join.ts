import { reasonOf } from '@plumbline/errors';
import { sleep } from '@plumbline/tasks';
import { DatabaseUnavailable } from '../errors.js';
import { givesNoSession } from '../outage.js';
import type { Progress } from '../connect.js';
import type { Cluster } from './cluster.js';
import { Lease } from './lease.js';
import { readPostmasterFile, setAsideStaleFiles, type PostmasterFile } from './postmaster-file.js';
import { startPostmaster } from './postmaster.js';
import { isSocketServed } from './server-socket.js';
import type { ServerSettings } from './settings.js';

const patienceMs = 120_000;
const pauseMs = 50;
/** A server that was just killed has no process, but its socket remains for a moment. */
const outOfSightMs = 5_000;

/**
 * Takes a lease on the cluster's server. Starts the server when it does not run, and waits while it starts or stops.
 * Rejects when the signal aborts.
 */
export async function joinOrStart(
  cluster: Cluster,
  settings: ServerSettings,
  { onProgress = () => undefined, signal }: { onProgress?: Progress; signal?: AbortSignal },
): Promise<Lease> {
  const deadline = Date.now() + patienceMs;
  let lastInSight = Date.now();
  let started = false;
  // After an abort, a server that this process started is still joined, so that it can be stopped.
  while (Date.now() < deadline && (started || !signal?.aborted)) {
    const file = readPostmasterFile(cluster.dataFolder);
    const outOfSight = file && !file.alive && (await isSocketServed(cluster.dataFolder, file.port));
    if (!outOfSight) lastInSight = Date.now();
    if (file?.alive || outOfSight) {
      const lease = await join(cluster, file);
      if (lease) return lease;
      if (Date.now() - lastInSight > outOfSightMs) throw unusable(cluster, elsewhere);
    } else {
      setAsideStaleFiles(cluster.dataFolder, file);
      started = await startPostmaster(cluster, settings, onProgress);
      if (started) continue;
    }
    await sleep(pauseMs);
  }
  throw unusable(cluster, 'it neither starts nor accepts connections; its log is in the folder "log"');
}

/** Undefined when the server does not run at the moment. */
async function join(cluster: Cluster, { port, ready }: PostmasterFile): Promise<Lease | undefined> {
  if (!ready) return undefined;
  try {
    return await Lease.take(cluster, port);
  } catch (error) {
    if (givesNoSession(error)) return undefined;
    throw unusable(cluster, reasonOf(error), error);
  }
}

const elsewhere =
  'a server in another container has these files open; give each container a PLUMBLINE_DATA_DIR of its own or set DATABASE_URL';

function unusable(cluster: Cluster, reason: string, cause?: unknown): DatabaseUnavailable {
  return new DatabaseUnavailable(`Cannot use the PostgreSQL server of ${cluster.folder}: ${reason}`, {
    cause,
  });
}
