import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedServer } from './embedded/index.js';
import { closePool, createPool } from './pool.js';

const namePrefix = 'plumbline_test_';
const abandonedMs = 3_600_000;

/**
 * What a crash of the machine takes does not matter to a test; waiting for the disk does. An autovacuum worker belongs to a
 * superuser: while one runs, only a superuser can drop its database with FORCE.
 */
const settings = { max_connections: '200', fsync: 'off', synchronous_commit: 'off', autovacuum: 'off' };

/** A database of its own for a spec. */
export interface TestDatabase {
  readonly pool: pg.Pool;
  /** Pass it as DATABASE_URL to an app under test. */
  readonly url: string;
  /** Ends the pool, drops the database and, for the last user, stops the server. */
  readonly close: () => Promise<void>;
}

/**
 * Creates an empty database with a name of its own, dropped on close: on the server that the environment variable
 * TEST_DATABASE_URL names (its user must be allowed to create databases), else on an embedded server that all test
 * processes of this user in this checkout share.
 */
export async function testDatabase(poolSize = 4): Promise<TestDatabase> {
  const url = process.env['TEST_DATABASE_URL'];
  return url === undefined ? embeddedTestDatabase(poolSize) : testDatabaseAt(url, poolSize);
}

async function embeddedTestDatabase(poolSize: number): Promise<TestDatabase> {
  const server = await startTestServer();
  try {
    const database = await testDatabaseAt(server.url, poolSize);
    return { ...database, close: () => database.close().finally(server.stop) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A server on which test databases are created. */
export interface TestServer {
  /** Give it to test processes as TEST_DATABASE_URL. */
  readonly url: string;
  /** Gives up the server, which stops with its last user. */
  readonly stop: () => Promise<void>;
}

/** Starts the embedded server that all test processes of this user in this checkout share, or joins it. */
export async function startTestServer(): Promise<TestServer> {
  const server = await EmbeddedServer.acquire({ folder: sharedFolder(), settings });
  const stop = () => server.release();
  try {
    await server.createDatabase('tests');
    const { user, password, port } = server.connection('tests');
    const url = `postgres://${user}:${encodeURIComponent(String(password))}@127.0.0.1:${port}/tests`;
    await dropAbandoned(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function testDatabaseAt(serverUrl: string, poolSize: number): Promise<TestDatabase> {
  const name = `${namePrefix}${Date.now()}_${randomBytes(4).toString('hex')}`;
  await runOnce(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const pool = createPool({ connectionString: url.href }, poolSize);
  const close = async () => {
    await closePool(pool, 1_000);
    await runOnce(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { pool, url: url.href, close };
}

/** Drops what test processes that were killed an hour ago or earlier left behind. */
async function dropAbandoned(serverUrl: string): Promise<void> {
  const names = await runOnce<{ name: string }>(
    serverUrl,
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^${namePrefix}\\d+_'`,
  );
  for (const { name } of names) {
    const madeAt = Number.parseInt(name.slice(namePrefix.length), 10);
    if (Date.now() - madeAt > abandonedMs)
      await runOnce(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

async function runOnce<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A folder in the temporary folder, one per user and checkout; one prepared by someone else is refused. */
function sharedFolder(): string {
  const user = process.getuid?.();
  const checkout = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `plumbline-test-postgres-${user ?? 'user'}-${checkout}`);
  mkdirSync(folder, { recursive: true });
  if (user !== undefined && statSync(folder).uid !== user)
    throw new Error(`${folder} belongs to another user`);
  chmodSync(folder, 0o755);
  return folder;
}
