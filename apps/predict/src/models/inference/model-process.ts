import type { LoggerService } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import type { MetricSet } from '@plumbline/metrics';
import { Backoff, Clock, settledWithin, sleep, TaskQueue, withTimeout } from '@plumbline/tasks';
import { type ModelVersion, versionLabels } from '../manifest/index.js';
import type { Tensors } from '../tensors/index.js';
import { GraphProcess, GraphProcessEnded } from './graph-process.js';
import type { InferenceBackend, TensorSignature } from './inference-backend.js';
import { InferenceFailed, ModelDeadlineMissed, ModelRestarting } from './inference.errors.js';
import type { OpenedGraph } from './process-messages.js';

const OPEN_TIMEOUT_MS = 180_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 60_000;
/** How ONNX Runtime and V8 report that an allocation failed. */
const OUT_OF_MEMORY = /bad_alloc|failed to allocate|allocation failed/i;

/** Limits of a model process. */
export interface ProcessLimits {
  /** A run that takes longer ends the process. */
  readonly deadlineMs: number;
  /** Memory that the process may allocate. */
  readonly memoryBytes: number;
}

/** Logs that a model process ended, and that it runs again. */
export type ProcessLogger = Pick<LoggerService, 'log' | 'error'>;

/** The graph of a model process, and its limits. */
export interface ModelProcessOptions {
  readonly path: string;
  readonly version: ModelVersion;
  readonly limits: ProcessLimits;
  readonly metrics: MetricSet;
  /** A parameter, because the processes that check uploads load this file, and start twice as fast without Nest. */
  readonly logger: ProcessLogger;
  /** The pause before the first restart; doubled while the process keeps ending. */
  readonly firstPauseMs?: number;
  readonly clock?: Pick<Clock, 'monotonicMs'>;
}

/**
 * A graph in a process of its own, which runs one request after the other. A run that misses its deadline ends the process.
 * A process that ended is started again, and runs are refused until it has loaded the graph.
 */
export class ModelProcess implements InferenceBackend {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  /** Why the graph must not run in the service, as far as is known without a run. */
  readonly unbounded: string | undefined;
  readonly heldMs = 0;
  /** Duration of the longest run since this was set to 0. */
  longestRunMs = 0;
  private readonly queue = new TaskQueue();
  private readonly backoff: Backoff;
  private readonly clock: Pick<Clock, 'monotonicMs'>;
  private readonly closing = new AbortController();
  private serving = false;
  /** Why the process ended; undefined while it runs. */
  private outage: string | undefined;
  private pauseMs = 0;

  private constructor(
    private graph: GraphProcess,
    opened: OpenedGraph,
    private readonly options: ModelProcessOptions,
  ) {
    ({ inputs: this.inputs, outputs: this.outputs, unbounded: this.unbounded } = opened);
    this.backoff = new Backoff(options.firstPauseMs ?? FIRST_PAUSE_MS, MAX_PAUSE_MS);
    this.clock = options.clock ?? new Clock();
    this.watch();
  }

  /** Loads the graph in a process. @throws Error with ONNX Runtime's reason, or that of the end of the process. */
  static async open(
    options: ModelProcessOptions,
    graph = new GraphProcess(options.limits.memoryBytes),
  ): Promise<ModelProcess> {
    return new ModelProcess(graph, await openIn(graph, options.path), options);
  }

  /** Whether it can run the graph now. */
  get isReady(): boolean {
    return this.outage === undefined;
  }

  /** The id of the process; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.graph.pid;
  }

  /** From now on the process is started again when it ends, and counted. */
  serve(): void {
    this.serving = true;
    const { restarts, misses } = this.metrics();
    const labels = versionLabels(this.options.version);
    for (const reason of ['deadline', 'crash']) restarts.inc({ ...labels, reason }, 0);
    misses.inc(labels, 0);
  }

  run(inputs: Tensors, outputs: readonly string[]): Promise<Tensors> {
    const sinceMs = this.clock.monotonicMs();
    return this.queue.run(() => this.runOne(inputs, outputs, sinceMs));
  }

  interrupt(): void {
    void this.close();
  }

  /** Ends the process, and the runs under way. */
  async close(): Promise<void> {
    this.release();
    await this.graph.kill();
  }

  /** Stops using the process, which can load another graph. */
  release(): GraphProcess {
    this.closing.abort();
    return this.graph;
  }

  /** @throws {ModelRestarting | ModelDeadlineMissed | InferenceFailed} or Error with ONNX Runtime's reason. */
  private async runOne(inputs: Tensors, outputs: readonly string[], sinceMs: number): Promise<Tensors> {
    if (this.closing.signal.aborted) throw this.restarting('it is closed');
    if (this.outage !== undefined) throw this.restarting(this.outage);
    const { deadlineMs } = this.options.limits;
    if (this.clock.monotonicMs() - sinceMs > deadlineMs) throw this.missed();
    const answer = this.graph.run({ inputs, outputs });
    if ((await settledWithin(deadlineMs, answer)) === 'pending') {
      void this.graph.kill();
      this.lost('deadline', `a run took longer than ${deadlineMs} ms`);
      throw this.missed();
    }
    try {
      const { tensors, ms } = await answer;
      this.longestRunMs = Math.max(this.longestRunMs, ms);
      this.backoff.reset();
      return tensors;
    } catch (error) {
      throw this.errorOf(error);
    }
  }

  private errorOf(error: unknown): unknown {
    const reason = reasonOf(error);
    if (error instanceof GraphProcessEnded) return this.restarting(reason);
    if (!OUT_OF_MEMORY.test(reason)) return error;
    const { version, limits } = this.options;
    const limit = `it needs more than the ${limits.memoryBytes} bytes of memory that its process may allocate`;
    return new InferenceFailed(version, limit, { cause: error });
  }

  private watch(): void {
    const { graph } = this;
    void graph.ended.then((reason) => {
      if (graph === this.graph && this.outage === undefined) this.lost('crash', reason);
    });
  }

  private lost(reason: 'deadline' | 'crash', detail: string): void {
    if (this.closing.signal.aborted) return;
    this.outage = detail;
    if (!this.serving) return;
    const { version } = this.options;
    this.metrics().restarts.inc({ ...versionLabels(version), reason });
    this.options.logger.error({
      message: 'A model process ended; it is restarted',
      ...version,
      reason: detail,
    });
    void this.restart();
  }

  private async restart(): Promise<void> {
    const { signal } = this.closing;
    while (this.outage !== undefined && !signal.aborted) {
      this.pauseMs = this.backoff.nextMs();
      await sleep(this.pauseMs, signal);
      if (!signal.aborted) await this.startAgain();
    }
  }

  private async startAgain(): Promise<void> {
    const { version, path, limits } = this.options;
    try {
      this.graph = new GraphProcess(limits.memoryBytes);
      await openIn(this.graph, path);
      this.outage = undefined;
      this.watch();
      this.options.logger.log({ message: 'A model process runs again', ...version });
    } catch (error) {
      this.outage = reasonOf(error);
      this.options.logger.error({
        message: 'Cannot restart a model process',
        ...version,
        reason: this.outage,
      });
    }
  }

  private restarting(reason: string): ModelRestarting {
    return new ModelRestarting(this.options.version, reason, 1 + Math.ceil(this.pauseMs / 1000));
  }

  private missed(): ModelDeadlineMissed {
    const { version, limits } = this.options;
    this.metrics().misses.inc(versionLabels(version));
    return new ModelDeadlineMissed(version, limits.deadlineMs);
  }

  private metrics() {
    return this.options.metrics.pick({
      restarts: 'model_process_restarts_total',
      misses: 'model_deadline_misses_total',
    });
  }
}

/** Ends the process when it cannot load the graph. */
async function openIn(graph: GraphProcess, path: string): Promise<OpenedGraph> {
  try {
    return await withTimeout(OPEN_TIMEOUT_MS, 'loading', () => graph.open(path));
  } catch (error) {
    await graph.kill();
    throw error;
  }
}
