/** Server settings, `name: value`, given on the server's command line. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * How every embedded server runs. Durability (fsync, full_page_writes, synchronous_commit) and autovacuum stay as
 * PostgreSQL has them.
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
