import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { guarded } from '../../scripts/orphan-guard.mjs';
import { cores, pinnedCommand } from '../affinity.mjs';

const generator = join(import.meta.dirname, 'generator.mjs');

/**
 * Sends load from a process of its own.
 * @param {import('./generator.mjs').LoadOrder} order
 * @param {() => void} [onMeasuring] called when the warm-up is over
 * @throws when an answer was not 200: a benchmark of errors measures nothing
 */
export async function runLoad(order, onMeasuring = () => {}) {
  const [file, ...args] = pinnedCommand(cores.generator, [process.execPath, generator]);
  const child = guarded(spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  const report = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The load generator ended with code ${code}`)));
    child.on('message', (message) => {
      if (message.type === 'measuring') onMeasuring();
      if (message.type === 'done') resolve(message.report);
    });
    child.send(order);
  });
  const failures = Object.entries(report.failures);
  if (failures.length > 0) throw new Error(`${order.url} answered ${JSON.stringify(report.failures)}`);
  return report;
}
