import { join } from 'node:path';
import type { MetricSet } from '@plumbline/metrics';
import type { Clock } from '@plumbline/tasks';
import { type FeatureRow, readRow } from '../manifest/index.js';
import { readGolden, type VersionFolder } from '../repository/index.js';
import type { GraphProcess } from './graph-process.js';
import type { CheckedModel, RunOptions } from './loaded-model.js';
import { GRAPH_FILE, loadVersion } from './model-loader.js';
import { ModelProcess, type ProcessLimits, type ProcessLogger } from './model-process.js';
import { ModelRunner } from './model-runner.js';
import { OnnxSession } from './onnx-session.js';

/** A graph whose runs take longer does not run in the service. */
const MAX_RUN_MS = 25;
/** The fastest counts, so that a busy machine does not decide. */
const TIMED_RUNS = 3;

/** How versions are run. */
export interface HostOptions extends RunOptions, ProcessLimits {
  readonly clock?: Pick<Clock, 'monotonicMs'>;
}

/**
 * Loads and checks each version in a model process, so that no graph can block or end the service meanwhile. A version that
 * was measured to be small, fast and bounded then runs in the service, without the way to another process.
 */
export class ModelHosts {
  /** A process without a version, for the next one. */
  private spare: GraphProcess | undefined;

  constructor(
    private readonly options: HostOptions,
    private readonly metrics: MetricSet,
    private readonly logger: ProcessLogger,
  ) {}

  /** @throws {ModelRejected} with the reasons why it cannot be served. */
  async load(folder: VersionFolder): Promise<CheckedModel> {
    const spare = this.takeSpare();
    const { model, version } = folder;
    const { options: limits, metrics, logger } = this;
    const options = { version: { model, version }, limits, metrics, logger, clock: limits.clock };
    const { backend, ...checked } = await loadVersion(folder, (path) =>
      ModelProcess.open({ ...options, path }, spare),
    );
    try {
      const processReason = backend.unbounded ?? (await this.slowness(backend, folder, checked));
      if (processReason === undefined) return await this.inService(folder, checked, backend);
      backend.serve();
      return { ...checked, processReason };
    } catch (error) {
      await backend.close();
      throw error;
    }
  }

  /** Ends the process that waits for a version. */
  async endSpare(): Promise<void> {
    await this.takeSpare()?.kill();
  }

  private takeSpare(): GraphProcess | undefined {
    const { spare } = this;
    this.spare = undefined;
    return spare?.isAlive ? spare : undefined;
  }

  private async inService(
    folder: VersionFolder,
    checked: CheckedModel,
    process: ModelProcess,
  ): Promise<CheckedModel> {
    this.spare = process.release();
    const session = await OnnxSession.open(join(folder.path, GRAPH_FILE));
    return { ...checked, runner: new ModelRunner(checked.manifest, session) };
  }

  /** Times one row, and then as many rows as are run together: why they are too slow for the service, if they are. */
  private async slowness(
    process: ModelProcess,
    folder: VersionFolder,
    checked: CheckedModel,
  ): Promise<string | undefined> {
    const rows = await someRows(folder, checked, this.options.maxRowsPerRun);
    let fastestMs = Infinity;
    for (let run = 0; run < TIMED_RUNS && fastestMs > MAX_RUN_MS; run += 1) {
      process.longestRunMs = 0;
      await checked.runner.run(rows.slice(0, 1));
      if (process.longestRunMs > MAX_RUN_MS) continue;
      await checked.runner.run(rows);
      fastestMs = Math.min(fastestMs, process.longestRunMs);
    }
    return fastestMs > MAX_RUN_MS ? `a run may take more than ${MAX_RUN_MS} ms` : undefined;
  }
}

/** So many rows, which repeat the golden ones. */
async function someRows(
  folder: VersionFolder,
  { rowSchema, prepare }: CheckedModel,
  count: number,
): Promise<FeatureRow[]> {
  const golden = (await readGolden(folder))
    .slice(0, count)
    .map(({ features }) => readRow(rowSchema, features));
  const rows = prepare === undefined ? golden : await Promise.all(golden.map((row) => prepare(row)));
  return Array.from({ length: count }, (_, place) => rows[place % rows.length]!);
}
