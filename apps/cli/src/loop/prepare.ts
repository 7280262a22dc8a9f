import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAirflow } from '../airflow/index.js';
import { installMonitoring } from '../monitoring/index.js';

/** Installs what the loop needs besides Node: the monitoring programs and Airflow. */
export async function prepareLoop(onProgress: (step: string) => void): Promise<void> {
  await installMonitoring();
  await prepareAirflow(onProgress);
}

/** A new temporary folder for the data and logs of the loop. */
export function loopFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `plumbline-${name}-`));
  // PostgreSQL, which does not run as root, has its data in here.
  chmodSync(folder, 0o711);
  return folder;
}
