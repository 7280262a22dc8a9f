import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DatabaseUnavailable } from '../errors.js';
import type { ServerUser } from './server-user.js';

const execute = promisify(execFile);

/** The whole environment of the server's programs. It inherits nothing, so that no PG* or LD_* variable reaches them. */
export const commandEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

/**
 * Runs one of the server's programs and returns its output.
 * @throws {DatabaseUnavailable} with the error text of the program.
 */
export async function runCommand(
  file: string,
  args: string[],
  user: ServerUser | undefined,
): Promise<string> {
  try {
    const { stdout } = await execute(file, args, {
      ...user,
      env: commandEnvironment,
      cwd: '/',
      windowsHide: true,
    });
    return stdout;
  } catch (error) {
    const printed = (error as { stderr?: string }).stderr?.trim();
    throw new DatabaseUnavailable(`${file} failed: ${printed || (error as Error).message}`, { cause: error });
  }
}
