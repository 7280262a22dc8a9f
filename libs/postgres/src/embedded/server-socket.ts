import { closeSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** The longest path of a Unix-domain socket that every platform accepts, in bytes. */
const maximumPathBytes = 103;

/**
 * Whether a process listens on the server's socket in its data folder. Unlike a pid, this also works across containers, and is
 * never true for a process that has ended.
 */
export async function isSocketServed(dataFolder: string, port: number): Promise<boolean> {
  const name = `.s.PGSQL.${port}`;
  const path = join(dataFolder, name);
  if (Buffer.byteLength(path) <= maximumPathBytes) return accepts(path);
  if (process.platform !== 'linux') return false;
  const folder = openSync(dataFolder, 'r');
  try {
    return await accepts(`/proc/self/fd/${folder}/${name}`);
  } finally {
    closeSync(folder);
  }
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
