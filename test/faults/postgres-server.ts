import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '@plumbline/postgres';
import type { Pool } from 'pg';
import { root } from '../../apps/cli/dist/installation/index.js';
import { guardServer } from '../../apps/cli/dist/processes/index.js';
import { eventually } from './eventually.js';
import { treeOf } from './processes.js';

const POOL_SIZE = 4;

/**
 * The embedded PostgreSQL, as `npm start` runs it, durable settings included. This process holds it, so that the services can
 * be killed without it, and starts it again when it is killed.
 */
export class PostgresServer {
  private constructor(
    private readonly dataDir: string,
    private database: Database,
  ) {}

  static async start(dataDir: string): Promise<PostgresServer> {
    const server = new PostgresServer(dataDir, await open(dataDir));
    guardServer(server.pidFile);
    return server;
  }

  /** Give it to the services as DATABASE_URL. */
  get url(): string {
    return this.database.url;
  }

  get pool(): Pool {
    return this.database.pool;
  }

  /** The server and its sessions; none when it does not run. */
  processes(): number[] {
    const file = this.pidFile;
    return existsSync(file) ? treeOf(Number.parseInt(readFileSync(file, 'utf8'), 10)) : [];
  }

  /** Resolves when it answers. */
  async ensureRunning(): Promise<void> {
    await eventually(
      async () => (await this.pool.query('SELECT 1')).rowCount === 1,
      'an answer of PostgreSQL',
    );
  }

  /** Makes a copy of its data, while it is stopped. */
  backUp(folder: string): Promise<void> {
    return this.whileStopped(() => copy(this.data, folder));
  }

  /** Replaces its data by a copy of them. */
  restore(folder: string): Promise<void> {
    return this.whileStopped(() => {
      rmSync(this.data, { recursive: true });
      copy(folder, this.data);
    });
  }

  stop(): Promise<void> {
    return this.database.close();
  }

  private get data(): string {
    return join(this.dataDir, 'postgres/cluster/data');
  }

  private get pidFile(): string {
    return join(this.data, 'postmaster.pid');
  }

  private async whileStopped(work: () => void): Promise<void> {
    await this.database.close();
    try {
      work();
    } finally {
      this.database = await open(this.dataDir);
    }
  }
}

/** With owners and modes, which PostgreSQL checks. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}

function open(dataDir: string): Promise<Database> {
  const migrationsFolder = join(root, 'apps/predict/migrations');
  return openDatabase({ dataDir, schema: 'predict', migrationsFolder, poolSize: POOL_SIZE });
}
