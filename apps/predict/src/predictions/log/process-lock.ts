import { connect, createServer, type Server } from 'node:net';
import { relative } from 'node:path';

/** The kernel's bound on the path of a Unix socket, without its final NUL. */
const MAX_SOCKET_PATH_BYTES = 103;

/** A lock that this process holds until it releases it or ends. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock: a listening Unix socket at that path. The kernel closes it when the process ends, even by kill -9, and
 * it works across containers of one host, where process ids and heartbeats do not. The path must be new.
 * @throws Error when the path is taken or too long for a socket.
 */
export async function holdLock(path: string): Promise<Lock> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: socketPath(path), exclusive: true }, resolve);
  });
  server.unref();
  return { release: () => close(server) };
}

/** Whether a living process holds the lock; true when that cannot be determined. */
export function isHeld(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath(path));
    socket.once('connect', () => settle(true));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      settle(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
    function settle(held: boolean): void {
      socket.destroy();
      resolve(held);
    }
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function socketPath(path: string): string {
  const shortest = [path, relative(process.cwd(), path)].sort((a, b) => a.length - b.length)[0]!;
  if (Buffer.byteLength(shortest) > MAX_SOCKET_PATH_BYTES) {
    throw new Error(
      `its path is longer than ${MAX_SOCKET_PATH_BYTES} bytes; set a shorter PLUMBLINE_DATA_DIR`,
    );
  }
  return shortest;
}
