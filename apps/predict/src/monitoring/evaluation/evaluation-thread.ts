import { Worker } from 'node:worker_threads';
import { builtFile } from '../../built-file.js';
import type { ModelVersion } from '../../models/manifest/index.js';
import type { RoundReport, RoundRequest } from './evaluation-worker.js';

const ENTRY = builtFile('monitoring/evaluation/evaluation-worker.js');

/** For loading the code of the thread, which is not part of a round. */
const START_TIMEOUT_MS = 30_000;

/** A window that needs more memory ends the thread, not the service. */
const MEMORY_MB = 512;
/** Half of Node's default. The thread is idle between rounds, and keeps this memory. */
const YOUNG_MEMORY_MB = 24;

/** How a round ended. */
export type RoundEnd =
  | { readonly type: 'done' }
  | { readonly type: 'stopped' }
  | {
      readonly type: 'failed';
      readonly reason: 'database' | 'timeout' | 'crash';
      readonly message: string;
      /** The version that was being evaluated, if any. */
      readonly version?: ModelVersion;
    };

/** Runs rounds on a worker thread. A thread that exceeds the time of a version, or fails, is replaced. */
export class EvaluationThread {
  private worker: Worker | undefined;

  /** @param entry the file that the thread runs. */
  constructor(private readonly entry = ENTRY) {}

  /** Runs one round. Resolves when it is over, or when its time is up. Do not call it during a round. */
  async run(request: RoundRequest, onReport: (report: RoundReport) => void): Promise<RoundEnd> {
    const startMs = this.worker === undefined ? START_TIMEOUT_MS : 0;
    const worker = (this.worker ??= this.start());
    worker.postMessage(request);
    const end = await roundEnd(worker, { startMs, budgetMs: request.budgetMs }, onReport);
    if (end.type !== 'done' && !(end.type === 'failed' && end.reason === 'database')) await this.stop();
    return end;
  }

  /** Ends the thread, also during a round. */
  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(this.entry, {
      name: 'evaluation',
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
    });
    const forget = () => {
      if (this.worker === worker) this.worker = undefined;
    };
    // Without a listener an 'error' event between two rounds would end the process. The exit may come a turn later.
    worker.once('error', forget).once('exit', forget);
    worker.unref();
    return worker;
  }
}

interface Limits {
  /** The time that the thread has to become ready; 0 when it is. */
  readonly startMs: number;
  readonly budgetMs: number;
}

function roundEnd(
  worker: Worker,
  { startMs, budgetMs }: Limits,
  onReport: (report: RoundReport) => void,
): Promise<RoundEnd> {
  return new Promise((resolve) => {
    let version: ModelVersion | undefined;
    const end = (how: RoundEnd) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(how);
    };
    const fail = (reason: 'database' | 'timeout' | 'crash', message: string) =>
      end({ type: 'failed', reason, message, ...(version && { version }) });
    const within = (limitMs: number) =>
      setTimeout(() => fail('timeout', `it took longer than ${limitMs} ms`), limitMs);
    let timer = within(startMs || budgetMs);
    const onMessage = (report: RoundReport) => {
      if (report.type === 'ready') {
        clearTimeout(timer);
        timer = within(budgetMs);
      } else if (report.type === 'done') {
        if (report.outage === undefined) end({ type: 'done' });
        else fail('database', report.outage);
      } else {
        version = report.type === 'begun' ? { model: report.model, version: report.version } : undefined;
        clearTimeout(timer);
        timer = within(report.type === 'begun' ? report.budgetMs : budgetMs);
        onReport(report);
      }
    };
    let crash: Error | undefined;
    const onError = (error: Error) => (crash = error);
    // Messages of a thread may arrive after its error, but not after its exit.
    const onExit = () => (crash === undefined ? end({ type: 'stopped' }) : fail('crash', crash.message));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}
