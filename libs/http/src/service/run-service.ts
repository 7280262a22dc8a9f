import { ConfigError } from '@plumbline/config';
import { codeOf, DomainError, stackOf } from '@plumbline/errors';

/** A service that is built but does not listen yet. */
export interface Service {
  /** Builds now what the first request for it would build, while others wait. */
  prepare(): void;
  /** Listens and returns the URL; port 0 takes a free one. */
  listen(port: number, host: string): Promise<string>;
  /** Shuts down gracefully, as configured; later calls return the same promise. */
  close(): Promise<void>;
}

/** Where a service listens, and the environment key that changes its port. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly portKey: string;
}

/** A message to the parent process, if there is one with a channel. */
export type ServiceMessage =
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'generated-admin'; readonly username: string; readonly password: string };

/** Sends a message to the parent process; false when there is none. */
export function tellParent(message: ServiceMessage): boolean {
  return process.send?.(message) ?? false;
}

/** A service that is stopped while it starts closes once it has started, or exits after this time. */
const START_GRACE_MS = 5_000;

/**
 * Runs a service until SIGTERM, SIGINT or the end of its parent process, then closes it gracefully and exits with 0. An
 * error that keeps it from starting is written to stderr in one sentence, and the process exits with 1.
 */
export async function runService(create: () => Promise<{ app: Service; address: Address }>): Promise<void> {
  const request = stopRequest();
  try {
    const { app, address } = await create();
    if (request.asked) return await stop(app);
    request.onStop(() => void stop(app));
    app.prepare();
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
  // The service ends with its parent, also when that dies without a signal or its terminal is closed.
  process.once('disconnect', ask);
  if (process.connected === false) ask();
  if (process.connected) process.on('SIGHUP', ask);
  return request;
}

async function listen(app: Service, { host, port, portKey }: Address): Promise<string> {
  try {
    return await app.listen(port, host);
  } catch (error) {
    await app.close();
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    throw new ConfigError([
      `${portKey}: port ${port} on ${host} is in use; stop what listens there or set another port`,
    ]);
  }
}

async function stop(app: Service): Promise<void> {
  try {
    await app.close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

/** The message of an error meant for users, the stack of any other. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DomainError) return error.message;
  return stackOf(error);
}
