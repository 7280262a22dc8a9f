import pg from 'pg';
import { codeOf, DatabaseUnavailable, partsOf, reasonOf } from './errors.js';
import type { Progress } from './progress.js';

const pauseMs = 500;
const connectTimeoutMs = 5_000;
const notUpYet = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);

/**
 * Connects one client without a statement timeout, trying again for `patienceMs` while the server is not up yet;
 * refused credentials, a missing database and the like fail at once.
 * @throws {DatabaseUnavailable} one sentence with the address (never the password) and the last reason.
 */
export async function connectPatiently(
  connection: pg.ClientConfig,
  patienceMs: number,
  onProgress: Progress,
): Promise<pg.Client> {
  const deadline = Date.now() + patienceMs;
  for (let waiting = false; ; waiting = true) {
    const client = newClient(connection);
    try {
      return await client.connect().then(() => client);
    } catch (error) {
      const where = `${client.host}:${client.port}`;
      await client.end().catch(() => undefined);
      if (!isNotUpYet(error) || Date.now() + pauseMs > deadline) throw unavailable(where, client, error);
      if (!waiting) onProgress(`Waiting for PostgreSQL at ${where} (${reasonOf(error)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function newClient(connection: pg.ClientConfig): pg.Client {
  try {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: connectTimeoutMs });
    client.on('error', () => undefined);
    return client;
  } catch (error) {
    throw new DatabaseUnavailable(`The PostgreSQL URL cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** True for errors of a server that is starting, stopping, full or not reachable at the moment. */
export function isNotUpYet(error: unknown): boolean {
  const parts = partsOf(error);
  if (parts !== undefined) return parts.every(isNotUpYet);
  const code = codeOf(error);
  return code === undefined ? /timeout|Connection terminated/.test(reasonOf(error)) : notUpYet.has(code);
}

function unavailable(where: string, client: pg.Client, error: unknown): DatabaseUnavailable {
  const target = `"${client.database ?? ''}" at ${where} as "${client.user ?? ''}"`;
  return new DatabaseUnavailable(`Cannot open the PostgreSQL database ${target}: ${reasonOf(error)}`, {
    cause: error,
  });
}
