import { parentPort, workerData } from 'node:worker_threads';
import { tables, type TableName } from './tables.js';

/** What a worker measures: cases of a table, by their place. */
export interface WorkerTask {
  readonly table: TableName;
  readonly windows: number;
}

const { table, windows } = workerData as WorkerTask;
const { cases, measure } = tables[table];
const all = cases();

parentPort?.on('message', (place: number) => {
  const simulated = all[place];
  parentPort?.postMessage(simulated === undefined ? [] : measure(simulated, windows));
});
