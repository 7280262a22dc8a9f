import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const python = fileURLToPath(new URL('../../../.plumbline/parity/bin/python', import.meta.url));

/** The packages report home otherwise, and their threads would only wait for one another. */
const quiet = {
  DO_NOT_TRACK: '1',
  NML_DISABLE_USAGE_LOGGING: '1',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
};

/** The lines the oracle writes, each a case. @throws Error when it fails. */
export async function* oracle(options) {
  const child = spawn(python, ['-W', 'ignore', '-m', 'oracle', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...quiet },
  });
  const status = new Promise((resolve) => child.on('close', resolve));
  yield* createInterface({ input: child.stdout });
  if ((await status) !== 0) throw new Error('the oracle failed; its message is above');
}
