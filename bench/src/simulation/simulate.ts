import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ExitCode } from '../../../apps/cli/dist/command-line/index.js';
import type { Table } from './table.js';
import type { WorkerTask } from './worker.js';

/**
 * Simulates the cases of a table on all cores, and prints it with the aims that it misses. The same windows give the same table.
 * @throws {ExitCode} where an aim is missed.
 */
export async function simulate<Row>(
  name: WorkerTask['table'],
  { cases, markdown, missed }: Table<Row>,
  windows: number,
): Promise<void> {
  const waiting = cases().map((_, place) => place);
  const found: Row[][] = waiting.map(() => []);
  const workers = Array.from({ length: availableParallelism() }, () => {
    return measureCases({ table: name, windows }, waiting, found);
  });
  await Promise.all(workers);
  const rows = found.flat();
  const misses = missed(rows);
  process.stdout.write(`${markdown(rows)}\n\n`);
  for (const miss of misses) process.stdout.write(`- missed: ${miss}\n`);
  if (misses.length > 0) throw new ExitCode(1);
}

/** One worker after the other case, as long as cases wait. */
function measureCases<Row>(task: WorkerTask, waiting: number[], found: Row[][]): Promise<void> {
  const worker = new Worker(join(import.meta.dirname, 'worker.js'), { workerData: task });
  return new Promise((resolve, reject) => {
    let place = waiting.shift();
    const next = () => {
      if (place === undefined) worker.terminate().then(() => resolve(), reject);
      else worker.postMessage(place);
    };
    worker.on('error', reject);
    worker.on('message', (rows: Row[]) => {
      if (place !== undefined) found[place] = rows;
      place = waiting.shift();
      next();
    });
    next();
  });
}
