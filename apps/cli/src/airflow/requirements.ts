import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environment, root } from '../installation/index.js';
import { capture, run } from '../processes/index.js';

const VENV = 'pipelines/.airflow-venv';
const IS_PYTHON_3_11 = 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))';

/**
 * Installs Airflow in an environment of its own unless it is there.
 * @throws Error that names what is missing and the command that installs it
 */
export async function prepareAirflow(onProgress: (step: string) => void): Promise<void> {
  await requirePython(environment.PYTHON ?? 'python3.11');
  if (!existsSync(join(root, VENV, 'stamp'))) onProgress(`Installing Airflow in ${VENV} (about 1 GB, once)`);
  if ((await run('sh', [join(root, 'pipelines/airflow/setup.sh')])) !== 0) {
    throw new Error(`Airflow could not be installed in ${VENV}`);
  }
}

async function requirePython(python: string): Promise<void> {
  const { code } = await capture(python, ['-c', IS_PYTHON_3_11]).catch(() => ({ code: 1 }));
  if (code === 0) return;
  throw new Error(
    `Airflow needs Python 3.11 with its module venv, which ${python} is not. On Debian and Ubuntu:\n` +
      '  sudo apt-get install python3.11 python3.11-venv\nElsewhere name it with PYTHON=/path/to/python3.11.',
  );
}
