import { reasonOf } from '@plumbline/errors';
import { retry } from '@plumbline/tasks';
import pg from 'pg';
import { DatabaseUnavailable } from './errors.js';
import { givesNoSession } from './outage.js';

/** Receives one sentence about a slow step, such as creating the database folder. */
export type Progress = (message: string) => void;

const pauseMs = 500;
const connectTimeoutMs = 5_000;

/**
 * Runs an action on one client without a statement timeout, connecting and acting again for `patienceMs` while the
 * server is not up yet or goes away; refused credentials, a missing database and other errors end it at once.
 * @param connection is called for each attempt.
 * @throws {DatabaseUnavailable} one sentence with the address (never the password) and the last reason.
 */
export async function withPatientClient(
  connection: () => pg.ClientConfig,
  { patienceMs, onProgress }: { patienceMs: number; onProgress: Progress },
  action: (client: pg.Client) => Promise<void>,
): Promise<void> {
  let client: pg.Client | undefined;
  let waiting = false;
  const attempt = async (): Promise<void> => {
    client = newClient(connection());
    try {
      await connect(client);
      await action(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const onRetry = (error: unknown): void => {
    if (!waiting)
      onProgress(`Waiting for PostgreSQL at ${client?.host}:${client?.port} (${reasonOf(error)})`);
    waiting = true;
  };
  try {
    await retry(attempt, { pauseMs, patienceMs, isTransient: givesNoSession, onRetry });
  } catch (error) {
    throw client !== undefined && givesNoSession(error) ? unavailable(client, error) : error;
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    throw givesNoSession(error) ? error : unavailable(client, error);
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

function unavailable(client: pg.Client, cause: unknown): DatabaseUnavailable {
  const target = `"${client.database ?? ''}" at ${client.host}:${client.port} as "${client.user ?? ''}"`;
  return new DatabaseUnavailable(`Cannot open the PostgreSQL database ${target}: ${reasonOf(cause)}`, {
    cause,
  });
}
