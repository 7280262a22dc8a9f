import { ConfigError } from '@plumbline/config';
import { DomainError } from '@plumbline/errors';
import type { HttpApp } from './http-app.js';

/** Where a service listens, and the environment key that changes its port. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly portKey: string;
}

/** A message to the parent process, when there is one with a channel. */
export type ServiceMessage =
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'generated-admin'; readonly username: string; readonly password: string };

/** Tells the parent process, if any; returns whether there is one. */
export function tellParent(message: ServiceMessage): boolean {
  return process.send?.(message) ?? false;
}

/** A service that is asked to stop while it starts is closed as soon as it has, at the latest after so long. */
const START_GRACE_MS = 5_000;

/**
 * Runs a service until SIGTERM, SIGINT or the end of the process that forked it, then closes it gracefully and exits
 * with 0. What keeps it from starting is told in one sentence on stderr, and the process exits with 1.
 */
export async function runService(create: () => Promise<{ app: HttpApp; address: Address }>): Promise<void> {
  const request = stopRequest();
  try {
    const { app, address } = await create();
    if (request.asked) return await stop(app);
    request.onStop(() => void stop(app));
    const url = await listen(app, address);
    tellParent({ type: 'ready', url });
  } catch (error) {
    const message = explain(error);
    tellParent({ type: 'failed', message });
    process.stderr.write(`${message}\n`);
    process.exit(1);
  }
}

/** Until `onStop` is called, a request ends the process after a grace period. */
function stopRequest() {
  let stopNow = (): void => void setTimeout(() => process.exit(0), START_GRACE_MS);
  const request = { asked: false, onStop: (work: () => void) => (stopNow = work) };
  const ask = (): void => {
    if (request.asked) return;
    request.asked = true;
    stopNow();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, ask);
  // A parent that dies without a signal must not leave the service behind, nor does a terminal that is closed.
  process.once('disconnect', ask);
  if (process.connected === false) ask();
  if (process.connected) process.on('SIGHUP', ask);
  return request;
}

async function listen(app: HttpApp, { host, port, portKey }: Address): Promise<string> {
  try {
    return await app.listen(port, host);
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError([
      `${portKey}: port ${port} on ${host} is in use; stop what listens there or set another port`,
    ]);
  }
}

async function stop(app: HttpApp): Promise<void> {
  try {
    await app.close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

/** Errors that were written for the user are told as they are; others with their stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DomainError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
