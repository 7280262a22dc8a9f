import type pg from 'pg';
import { isNotUpYet } from '../connect.js';
import { DatabaseUnavailable, reasonOf } from '../errors.js';
import type { Progress } from '../progress.js';
import { openCluster, type Cluster } from './cluster.js';
import { Lease, serviceConnection } from './lease.js';
import { readPostmasterFile } from './postmaster-file.js';
import { startPostmaster, stopPostmaster, type ServerSettings } from './postmaster.js';

/** Where the server's files are, and what differs from the usual settings. */
export interface ServerOptions {
  readonly folder: string;
  readonly settings?: ServerSettings;
  readonly onProgress?: Progress;
}

const patienceMs = 120_000;
const pauseMs = 50;
const restartPauseMs = 1_000;

/**
 * One user's share of the server of a folder: started if it does not run, shared if it does, stopped by the last
 * user. When the server dies it is started again, usually on the same port.
 */
export class EmbeddedServer {
  private released = false;
  private restarting: Promise<void> = Promise.resolve();
  private readonly movedListeners: ((port: number) => void)[] = [];

  private constructor(
    private readonly cluster: Cluster,
    private readonly settings: ServerSettings,
    private lease: Lease,
  ) {
    this.watch();
  }

  /** @throws {DatabaseUnavailable} when no server can be had here; the message says what to set. */
  static async acquire({
    folder,
    settings = {},
    onProgress = () => undefined,
  }: ServerOptions): Promise<EmbeddedServer> {
    const cluster = await openCluster(folder, onProgress);
    return new EmbeddedServer(cluster, settings, await joinOrStart(cluster, settings));
  }

  /** The port on 127.0.0.1; it changes only if another program took it while the server was down. */
  get port(): number {
    return this.lease.port;
  }

  /** Calls back with the new port each time the server has been started again. */
  onMoved(listener: (port: number) => void): void {
    this.movedListeners.push(listener);
  }

  /** Creates the database unless it exists and says how to connect to it. */
  async database(name: string): Promise<pg.ClientConfig> {
    await this.lease.prepare(this.cluster, name);
    return serviceConnection(this.cluster, this.port, name);
  }

  /** Gives up this share; the last user stops the server. Later calls do nothing. */
  async release(): Promise<void> {
    if (this.released) return;
    this.released = true;
    await this.restarting;
    await this.lease.giveBack(() => stopPostmaster(this.cluster));
  }

  private watch(): void {
    this.lease.onLost(() => {
      this.restarting = this.restart();
    });
  }

  private async restart(): Promise<void> {
    while (!this.released) {
      try {
        this.lease = await joinOrStart(this.cluster, this.settings);
        for (const listener of this.movedListeners) listener(this.port);
        return this.watch();
      } catch {
        // A full disk and the like may pass; the health check reports the outage meanwhile.
        await pause(restartPauseMs);
      }
    }
  }
}

async function joinOrStart(cluster: Cluster, settings: ServerSettings): Promise<Lease> {
  const deadline = Date.now() + patienceMs;
  let reason: unknown = 'the server does not start';
  while (Date.now() < deadline) {
    const running = readPostmasterFile(cluster.dataFolder);
    if (!running?.alive) {
      if (!(await startPostmaster(cluster, settings))) await pause(pauseMs);
      continue;
    }
    try {
      return await Lease.take(cluster, running.port);
    } catch (error) {
      if (!isNotUpYet(error)) throw unusable(cluster, error);
      reason = error;
    }
    await pause(pauseMs);
  }
  throw unusable(cluster, reason);
}

function unusable(cluster: Cluster, reason: unknown): DatabaseUnavailable {
  const text = `Cannot use the PostgreSQL server of ${cluster.folder}: ${reasonOf(reason)}`;
  return new DatabaseUnavailable(text, { cause: reason });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
