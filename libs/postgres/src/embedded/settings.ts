import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Server settings, `name: value`, given on the server's command line. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * The settings of every embedded server. Durability (fsync, full_page_writes, synchronous_commit) and autovacuum keep
 * PostgreSQL's defaults.
 */
export function fixedSettings(port: number): ServerSettings {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // The data folder itself: the socket tells other containers that the folder is in use.
    unix_socket_directories: process.platform === 'win32' ? '' : '.',
    max_connections: '50',
    shared_buffers: '32MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

/** The settings as command line arguments. */
export function commandLine(settings: ServerSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * The last port of the server of this data folder, which the server wrote to `postmaster.opts`, if it is free, so that pools
 * find a restarted server again; else any free port.
 */
export async function choosePort(dataFolder: string): Promise<number> {
  return (await freePort(lastPort(dataFolder))) ?? (await freePort(0)) ?? 0;
}

function lastPort(dataFolder: string): number {
  const file = join(dataFolder, 'postmaster.opts');
  if (!existsSync(file)) return 0;
  return Number(/"port=(\d+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}

function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
