import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { guarded } from '../../../apps/cli/dist/processes/index.js';
import { cores, pinnedCommand } from '../machine.js';
import type { LoadReport } from './recorder.js';

/** The load on a server, whatever it is sent to. */
export interface Load {
  readonly connections: number;
  /** Load that is sent but not measured. */
  readonly warmupMs: number;
  /** Length of the measured window; unbounded without it. */
  readonly durationMs?: number;
  /** Ends the window after this many answers. */
  readonly requests?: number;
  /** Open loop at this fixed rate; closed loop without it. */
  readonly ratePerS?: number;
  /** Overload: what finds no free connection in an open loop is not sent, and 503 is an answer. */
  readonly overload?: boolean;
}

/** Requests to one server. */
export interface LoadOrder extends Load {
  readonly url: string;
  readonly path: string;
  readonly token: string;
  /** Bodies, sent in turn. */
  readonly rows: readonly object[];
}

/** What the load generator sends to this process. */
export type GeneratorMessage = { type: 'measuring' } | { type: 'done'; report: LoadReport };

const generator = join(import.meta.dirname, 'generator.js');

/**
 * Sends load from a process of its own.
 * @param onMeasuring called when the warm-up is over
 * @throws when an answer was not 200: a benchmark of errors measures nothing; under overload it may be 503
 */
export async function runLoad(order: LoadOrder, onMeasuring: () => void = () => {}): Promise<LoadReport> {
  const [file, ...args] = pinnedCommand(cores.generator, [process.execPath, generator]);
  const child = guarded(spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  const report = await new Promise<LoadReport>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The load generator ended with code ${code}`)));
    child.on('message', (message: GeneratorMessage) => {
      if (message.type === 'measuring') onMeasuring();
      else resolve(message.report);
    });
    child.send(order);
  });
  const failed = Object.keys(report.failures).filter((status) => !order.overload || status !== '503');
  if (failed.length === 0) return report;
  throw new Error(`${order.url} answered ${JSON.stringify(report.failures)}`);
}
