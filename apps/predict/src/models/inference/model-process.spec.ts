import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import type { Clock } from '@plumbline/tasks';
import { ScratchRepository, toyGraph } from '../../../test/toy-models.js';
import { until } from '../../../../../test/until.js';
import { ModelDeadlineMissed, ModelRestarting } from './inference.errors.js';
import { ModelProcess } from './model-process.js';
import type { Tensors } from '../tensors/index.js';

/** So large that the looping graph does not end. */
const ENDLESS = 560;
const version = { model: 'rent', version: 1 };
const row = (area: number): Tensors => ({
  features: { datatype: 'FP32', shape: [1, 4], data: new Float32Array([area, 1, 0, 0]) },
});

let repository: ScratchRepository;
let metrics: MetricSet;
let path: string;
let model: ModelProcess;
beforeEach(() => {
  repository = new ScratchRepository();
  repository.write('rent/1', 'model.onnx', toyGraph('looping'));
  path = join(repository.path, 'rent/1/model.onnx');
  metrics = createMetrics('predict');
});
afterEach(async () => {
  await model.close();
  repository.delete();
});

async function serve(deadlineMs: number, clock?: Pick<Clock, 'monotonicMs'>): Promise<void> {
  const limits = { deadlineMs, memoryBytes: 2 ** 31 };
  const logger = { log: () => undefined, error: () => undefined };
  model = await ModelProcess.open({ path, version, limits, metrics, logger, firstPauseMs: 1, clock });
  model.serve();
}

/** Whether the process exists and is not a zombie. */
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

function kill(): number {
  const { pid } = model;
  if (pid === undefined) throw new Error('there is no process');
  process.kill(pid, 'SIGKILL');
  return pid;
}

const rent = async (area: number) => (await model.run(row(area), ['rent']))['rent']?.data[0];
const failure = (run: Promise<unknown>) => run.then(String, (error: unknown) => error);
async function restarts(reason: string): Promise<number | undefined> {
  const { values } = await metrics.get('model_process_restarts_total').get();
  return values.find(({ labels }) => labels.reason === reason)?.value;
}

describe('ModelProcess', () => {
  test('kill -9 of the process in a run fails the run and those behind it, and a new process answers', async () => {
    await serve(600_000);
    const runs = [failure(rent(ENDLESS)), failure(rent(10))];
    const killed = kill();
    for (const error of await Promise.all(runs)) {
      expect(error).toBeInstanceOf(ModelRestarting);
      expect((error as Error).message).toContain('SIGKILL');
    }
    expect(await until(() => rent(10))).toBe(200);
    expect(model.pid).not.toBe(killed);
    expect(await restarts('crash')).toBe(1);
    expect(await restarts('deadline')).toBe(0);
  });

  test('a run that misses its deadline ends the process', async () => {
    await serve(1_000);
    const { pid } = model;
    expect(await failure(rent(ENDLESS))).toBeInstanceOf(ModelDeadlineMissed);
    expect(model.isReady).toBe(false);
    await until(() => pid !== undefined && !isAlive(pid));
    expect(await until(() => rent(10))).toBe(200);
    expect(await restarts('deadline')).toBe(1);
  });

  test('a run that has waited for its deadline is not begun, and the process goes on', async () => {
    const moments = [0, 1_001];
    await serve(1_000, { monotonicMs: () => moments.shift() ?? 0 });
    const { pid } = model;
    expect(await failure(rent(10))).toBeInstanceOf(ModelDeadlineMissed);
    expect(await rent(10)).toBe(200);
    expect(model.pid).toBe(pid);
  });

  test('tries again until the graph can be loaded, with longer pauses each time', async () => {
    await serve(600_000);
    renameSync(path, `${path}.away`);
    kill();
    const pauses: number[] = [];
    await until(async () => {
      const error = await failure(rent(10));
      if (!(error instanceof ModelRestarting)) return false;
      pauses.push(error.retryAfterS);
      // The first pause of 1 ms has become more than a second.
      return error.retryAfterS > 2;
    });
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
    renameSync(`${path}.away`, path);
    expect(await until(() => rent(10))).toBe(200);
  });

  test('closing ends the process, also in a run', async () => {
    await serve(600_000);
    const { pid } = model;
    const run = failure(rent(ENDLESS));
    await model.close();
    expect(await run).toBeInstanceOf(ModelRestarting);
    expect(pid !== undefined && isAlive(pid)).toBe(false);
    expect(await restarts('crash')).toBe(0);
  });

  test('a graph that needs a process is known as such before it runs', async () => {
    await serve(600_000);
    expect(model.unbounded).toBe('its operator Loop is control flow');
  });
});
