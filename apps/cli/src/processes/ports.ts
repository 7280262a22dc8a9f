import { createServer } from 'node:net';
import { UsageError } from '../command-line/index.js';

const HOST = '127.0.0.1';

/** A port of this machine that nothing listens on. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Whether a number can be a port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** @throws UsageError that names the option when something listens on the port. */
export async function requireFreePort(port: number, option: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new UsageError(
      `port ${port} is in use; stop what listens there or choose another port with ${option}`,
    );
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
