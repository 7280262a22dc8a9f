import { RecurringTask, retry } from '@plumbline/tasks';
import type pg from 'pg';
import type { Progress } from '../connect.js';
import { givesNoSession } from '../outage.js';
import { openCluster, type Cluster } from './cluster.js';
import { joinOrStart } from './join.js';
import { serviceConnection, type Lease } from './lease.js';
import { stopPostmaster } from './postmaster.js';
import { limitServerLogs } from './server-log.js';
import type { ServerSettings } from './settings.js';

/** The folder of the server's files, and settings that differ from the defaults. */
export interface ServerOptions {
  readonly folder: string;
  readonly settings?: ServerSettings;
  readonly onProgress?: Progress | undefined;
}

const patienceMs = 30_000;
const retryPauseMs = 50;
const restartPauseMs = 1_000;
const logCheckMs = 60_000;

/**
 * The share of this process in the server of a folder. The first process starts the server, others share it, and the last one
 * stops it. A server that crashes is started again, on the same port unless another process has taken it.
 */
export class EmbeddedServer {
  private readonly released = new AbortController();
  private readonly movedListeners: ((port: number) => void)[] = [];
  private restarting: Promise<void> = Promise.resolve();

  private readonly logCheck: RecurringTask;

  private constructor(
    private readonly cluster: Cluster,
    private readonly settings: ServerSettings,
    private lease: Lease,
  ) {
    this.watch();
    this.logCheck = new RecurringTask({
      run: () => limitServerLogs(cluster.folder),
      intervalMs: logCheckMs,
      onError: () => undefined,
    });
    this.logCheck.start();
  }

  /** @throws {DatabaseUnavailable} when no server can run here; the message says what to set. */
  static async acquire(options: ServerOptions): Promise<EmbeddedServer> {
    const { folder, settings = {}, onProgress = () => undefined } = options;
    const cluster = await openCluster(folder, onProgress);
    return new EmbeddedServer(cluster, settings, await joinOrStart(cluster, settings, { onProgress }));
  }

  /** The port on 127.0.0.1. */
  get port(): number {
    return this.lease.port;
  }

  /** The server's own folder, which holds its data, password and log. */
  get folder(): string {
    return this.cluster.folder;
  }

  /** Calls back with the port after each restart of the server. */
  onMoved(listener: (port: number) => void): void {
    this.movedListeners.push(listener);
  }

  /** Creates the database unless it exists. If the server crashes meanwhile, tries again after its restart. */
  async createDatabase(name: string): Promise<void> {
    const prepare = async (): Promise<void> => {
      await this.restarting;
      await this.lease.prepare(this.cluster, name);
    };
    await retry(prepare, { pauseMs: retryPauseMs, patienceMs, isTransient: givesNoSession });
  }

  /** How a service connects to the database now. */
  connection(database: string): pg.ClientConfig {
    return serviceConnection(this.cluster, this.port, database);
  }

  /** Gives up this share; the last process stops the server. Later calls do nothing. */
  async release(): Promise<void> {
    if (this.released.signal.aborted) return;
    this.released.abort();
    await this.logCheck.stop();
    await this.restarting;
    await this.lease.giveBack(() => stopPostmaster(this.cluster));
  }

  private watch(): void {
    this.lease.onLost(() => {
      this.restarting = this.restart();
    });
  }

  private async restart(): Promise<void> {
    const { signal } = this.released;
    if (signal.aborted) return;
    const join = () => joinOrStart(this.cluster, this.settings, { signal });
    try {
      // A cause such as a full disk may be temporary; the health check reports the outage meanwhile.
      this.lease = await retry(join, { pauseMs: restartPauseMs, signal });
    } catch {
      return;
    }
    for (const listener of this.movedListeners) listener(this.port);
    this.watch();
  }
}
