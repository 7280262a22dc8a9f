import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installMonitoring } from '../monitoring.mjs';
import { root, run } from '../workspace.mjs';

const execute = promisify(execFile);
const VENV = 'pipelines/.airflow-venv';

/**
 * Installs what the loop needs besides Node: Debian's monitoring programs, and Airflow's environment.
 * @param {(text: string) => void} say
 * @throws Error in a sentence that names what is missing and the command that installs it
 */
export async function prepareLoop(say) {
  await requirePython();
  await installMonitoring();
  if (!existsSync(join(root, VENV, 'stamp'))) say(`Installing Airflow in ${VENV} (about 1 GB, once)`);
  await run('sh', [join(root, 'pipelines/airflow/setup.sh')]);
}

/** @throws Error where Python 3.11 or its module venv is missing */
export async function requirePython(python = process.env.PYTHON ?? 'python3.11') {
  const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))';
  try {
    await execute(python, ['-c', check]);
  } catch {
    throw new Error(
      `Airflow needs Python 3.11 with its module venv, and ${python} is not that. On Debian and Ubuntu:\n` +
        '  sudo apt-get install python3.11 python3.11-venv\nElsewhere name it with PYTHON=/path/to/python3.11.',
    );
  }
}
