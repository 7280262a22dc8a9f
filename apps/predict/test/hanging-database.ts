import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A door to a PostgreSQL server that can be made to stop answering without closing anything, as a cut network does. */
export interface HangingDatabase {
  /** The database as it is reached through the door. */
  readonly url: string;
  /** From now on nothing comes through, in either direction; connections are taken and stay silent. */
  hang(): void;
  /** Lets everything through again; connections that hung are cut. */
  recover(): void;
  close(): Promise<void>;
}

/** Opens the door on a free port. */
export async function hangingDatabase(databaseUrl: string): Promise<HangingDatabase> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let hangs = false;
  const follow = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((outside) => {
    follow(outside);
    if (hangs) return;
    const inside = connect(Number(target.port), target.hostname);
    follow(inside);
    outside.pipe(inside).pipe(outside);
    outside.on('close', () => inside.destroy());
    inside.on('close', () => outside.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => [...sockets].forEach((socket) => socket.destroy());
  return {
    url: url.href,
    hang() {
      hangs = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    recover() {
      hangs = false;
      cut();
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
