import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const CHECK_INTERVAL_MS = 5_000;
const MAX_UNREAD_MS = 60_000;
/** What a client has to read within that time. */
const MIN_BYTES = 65_536;

interface Progress {
  readonly sentBytes: number;
  readonly sinceMs: number;
}

/**
 * Closes a connection of which the client reads less than 64 KiB in a minute although an answer waits. Such a request
 * occupies its place in the lane until the answer is sent, so that a few hundred clients that hardly read would lock out all
 * others.
 */
export function limitUnread(server: Server): void {
  const sockets = new Map<Socket, Progress | undefined>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    const nowMs = performance.now();
    for (const [socket, last] of sockets) {
      const progress = progressOf(socket, last, nowMs);
      sockets.set(socket, progress);
      if (progress && nowMs - progress.sinceMs >= MAX_UNREAD_MS) socket.destroy();
    }
  }, CHECK_INTERVAL_MS).unref();
  server.once('close', () => clearInterval(timer));
}

/** How much was sent when enough had been read last, and when that was; undefined if nothing waits. */
function progressOf(socket: Socket, last: Progress | undefined, nowMs: number): Progress | undefined {
  if (socket.writableLength === 0) return undefined;
  const sentBytes = socket.bytesWritten - socket.writableLength;
  return last !== undefined && sentBytes < last.sentBytes + MIN_BYTES ? last : { sentBytes, sinceMs: nowMs };
}
