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

/**
 * The lines the oracle writes, each a case.
 * @param onTotal is told how many there will be.
 * @throws Error when it fails.
 */
export async function* oracle(options, onTotal) {
  const child = spawn(python, ['-W', 'ignore', '-m', 'oracle', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...quiet },
  });
  const status = new Promise((resolve) => child.on('close', resolve));
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const head = await lines.next();
    if (!head.done) onTotal(JSON.parse(head.value).total);
    for await (const line of { [Symbol.asyncIterator]: () => lines }) yield line;
    if ((await status) !== 0) throw new Error('the oracle failed; its message is above');
  } finally {
    // Whoever has seen enough stops early.
    child.kill();
  }
}
