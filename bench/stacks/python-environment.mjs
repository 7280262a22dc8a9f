import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/workspace.mjs';

/** Where the peers and their locked requirements are. */
export const peersFolder = join(import.meta.dirname, '..', 'peers');

const environment = join(peersFolder, '.venv');
const requirements = join(peersFolder, 'requirements.txt');
const stampFile = join(environment, 'stamp');

/** The interpreter of the FastAPI peer's environment. */
export const pythonOf = () => join(environment, 'bin', 'python');

/**
 * Installs the FastAPI peer's locked requirements, every file checked against its hash, unless they are there.
 * `PYTHON` names another interpreter than python3.11.
 * @returns {Promise<string | undefined>} why it could not be done
 */
export async function preparePython(onProgress) {
  const python = process.env.PYTHON ?? 'python3.11';
  const stamp = `${createHash('sha256').update(readFileSync(requirements)).digest('hex')} ${environment}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined;
  if (!isPython311(python)) return `${python} is not Python 3.11, which the locked requirements are for`;
  onProgress('Installing the FastAPI peer (once)');
  await run(python, ['-m', 'venv', '--clear', environment]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await run(pythonOf(), [...pip, '--require-hashes', '--only-binary', ':all:', '-r', requirements]);
  writeFileSync(stampFile, stamp);
  return undefined;
}

function isPython311(python) {
  try {
    return execFileSync(python, ['--version'], { encoding: 'utf8' }).startsWith('Python 3.11.');
  } catch {
    return false;
  }
}
