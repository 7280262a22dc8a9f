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
 * Runs an action on one client without a statement timeout, connecting and acting again for `patienceMs` while the
 * server is not up yet or goes away; refused credentials, a missing database and other errors end it at once.
 * @param connection is asked anew for each attempt.
 * @throws {DatabaseUnavailable} one sentence with the address (never the password) and the last reason.
 */
export async function withPatientClient(
  connection: () => pg.ClientConfig,
  { patienceMs, onProgress }: { patienceMs: number; onProgress: Progress },
  action: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let waiting = false; ; waiting = true) {
    const client = newClient(connection());
    try {
      await connect(client);
      return await action(client);
    } catch (error) {
      if (!isNotUpYet(error)) throw error;
      if (Date.now() + pauseMs > deadline) throw unavailable(client, error);
      if (!waiting)
        onProgress(`Waiting for PostgreSQL at ${client.host}:${client.port} (${reasonOf(error)})`);
    } finally {
      await client.end().catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    throw isNotUpYet(error) ? error : unavailable(client, error);
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
  return code === undefined
    ? /timeout|Connection terminated|not queryable/.test(reasonOf(error))
    : notUpYet.has(code);
}

function unavailable(client: pg.Client, cause: unknown): DatabaseUnavailable {
  const target = `"${client.database ?? ''}" at ${client.host}:${client.port} as "${client.user ?? ''}"`;
  return new DatabaseUnavailable(`Cannot open the PostgreSQL database ${target}: ${reasonOf(cause)}`, {
    cause,
  });
}
