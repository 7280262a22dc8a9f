import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new temporary folder that every user may enter. In one that is closed to the user who runs PostgreSQL, the server
 * would put its files beside it, where nobody removes them with the folder.
 */
export async function serverFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await chmod(folder, 0o755);
  return folder;
}
