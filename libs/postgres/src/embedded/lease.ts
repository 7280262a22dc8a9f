import { createHmac } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import pg from 'pg';
import { advisoryLocks } from '../advisory-locks.js';
import { SqlClient } from '../sql-pool.js';
import { superuser, type Cluster } from './cluster.js';

/** The role of the services: it owns the databases and may create more, but is not a superuser. */
export const serviceRole = 'plumbline';

const connectTimeoutMs = 5_000;

/**
 * The share that one process has in a running server: a session with a shared advisory lock. The server releases the lock
 * when the process ends in any way.
 */
export class Lease {
  private givenBack = false;

  private constructor(
    private readonly client: pg.Client,
    readonly port: number,
  ) {}

  /** Connects and takes the shared lock. Rejects when the server does not run or stops meanwhile. */
  static async take(cluster: Cluster, port: number): Promise<Lease> {
    const client = new pg.Client({
      ...leaseConnection(cluster, port),
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const lease = new Lease(client, port);
      await lease.execute(sql`SELECT pg_advisory_lock_shared(${advisoryLocks.embeddedServer})`);
      return lease;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Calls back once if the session ends before the lease is given back: the server has stopped. */
  onLost(callback: () => void): void {
    this.client.once('end', () => {
      if (!this.givenBack) callback();
    });
  }

  /** Creates the service role and the database if they are missing. Processes that start together take turns. */
  async prepare(cluster: Cluster, database: string): Promise<void> {
    await this.execute(sql`SELECT pg_advisory_lock(${advisoryLocks.embeddedSetup})`);
    try {
      if (!(await this.exists('SELECT 1 FROM pg_roles WHERE rolname = $1', serviceRole))) {
        const password = pg.escapeLiteral(servicePassword(cluster));
        await this.client.query(`CREATE ROLE ${serviceRole} LOGIN CREATEDB PASSWORD ${password}`);
      }
      if (!(await this.exists('SELECT 1 FROM pg_database WHERE datname = $1', database))) {
        await this.client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${serviceRole}`);
      }
    } finally {
      await this.execute(sql`SELECT pg_advisory_unlock(${advisoryLocks.embeddedSetup})`);
    }
  }

  /**
   * Gives the lease back. If it is the last one, `stop` runs under an exclusive lock. Processes that connect meanwhile wait
   * for the lock; their sessions end with the server, and they start it again.
   */
  async giveBack(stop: () => Promise<void>): Promise<void> {
    this.givenBack = true;
    try {
      if (await this.isLast()) await stop();
    } finally {
      await this.client.end().catch(() => undefined);
    }
  }

  private async isLast(): Promise<boolean> {
    try {
      const lock = advisoryLocks.embeddedServer;
      const { rows } = await this.execute(
        sql`SELECT pg_advisory_unlock_shared(${lock}), pg_try_advisory_lock(${lock}) AS last`,
      );
      return rows[0]?.['last'] === true;
    } catch {
      // The session has ended: another process stopped the server or it crashed, so there is nothing to stop.
      return false;
    }
  }

  private execute(statement: SQL) {
    return new SqlClient(this.client).run((queries) => queries.execute(statement));
  }

  private async exists(query: string, name: string): Promise<boolean> {
    return ((await this.client.query(query, [name])).rowCount ?? 0) > 0;
  }
}

/** How a service connects to a database of the server. */
export function serviceConnection(cluster: Cluster, port: number, database: string): pg.ClientConfig {
  return { ...local(port), user: serviceRole, password: servicePassword(cluster), database };
}

function leaseConnection(cluster: Cluster, port: number): pg.ClientConfig {
  const session = { application_name: 'plumbline-lease', database: 'postgres' };
  return { ...local(port), ...session, user: superuser, password: cluster.password };
}

function local(port: number): pg.ClientConfig {
  return { host: '127.0.0.1', port, ssl: false };
}

function servicePassword(cluster: Cluster): string {
  return createHmac('sha256', cluster.password).update(serviceRole).digest('base64url');
}
