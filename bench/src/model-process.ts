import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createMetrics } from '@plumbline/metrics';
import { ModelProcess, OnnxSession } from '../../apps/predict/dist/models/inference/index.js';
import { quantile } from './load/recorder.js';
import { fixed, LEFT, markdownTable, RIGHT } from './markdown.js';
import { median } from './median.js';
import { folderOf, MODEL } from './payload.js';

const RUNS = 3_000;
const WARM_UP = 1_000;
const US_PER_MS = 1_000;
const SILENT = { log: () => undefined, error: () => undefined };
const LIMITS = { deadlineMs: 60_000, memoryBytes: 2 ** 31 };

type Graph = Pick<ModelProcess, 'inputs' | 'outputs' | 'run'>;

/**
 * Runs one row of numbers again and again on this thread and in a model process, in turn: what a run costs, and what the way to
 * the process and back adds to it.
 */
export async function modelProcess(rounds: number): Promise<string> {
  const path = join(folderOf(MODEL), 'model.onnx');
  const version = { model: MODEL, version: 1 };
  const here = await OnnxSession.open(path);
  const there = await ModelProcess.open({
    path,
    version,
    limits: LIMITS,
    logger: SILENT,
    metrics: createMetrics('predict'),
  });
  try {
    const measured: { here: Times; there: Times }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      measured.push({ here: await timesOf(here), there: await timesOf(there) });
    }
    const of = (pick: (round: (typeof measured)[number]) => number) => fixed(median(measured.map(pick)), 0);
    const rows = [
      ['in the service', of((round) => round.here.p50Us), of((round) => round.here.p99Us), ''],
      [
        ...['in a model process', of((round) => round.there.p50Us), of((round) => round.there.p99Us)],
        of((round) => round.there.p50Us - round.here.p50Us),
      ],
    ];
    const header = [
      'A run of one row of 13 numbers',
      'p50 (µs)',
      'p99 (µs)',
      'the way there and back, p50 (µs)',
    ];
    return `${markdownTable(header, rows, [LEFT, RIGHT])}\n`;
  } finally {
    await here.close();
    await there.close();
  }
}

interface Times {
  readonly p50Us: number;
  readonly p99Us: number;
}

async function timesOf(graph: Graph): Promise<Times> {
  const [{ name, shape } = { name: '', shape: [] }] = graph.inputs;
  const columns = shape[1] ?? 1;
  const inputs = {
    [name]: { datatype: 'FP32' as const, shape: [1, columns], data: new Float32Array(columns).fill(1) },
  };
  const outputs = graph.outputs.slice(-1).map((output) => output.name);
  const timesUs: number[] = [];
  for (let run = -WARM_UP; run < RUNS; run += 1) {
    const startedAt = performance.now();
    await graph.run(inputs, outputs);
    if (run >= 0) timesUs.push((performance.now() - startedAt) * US_PER_MS);
  }
  timesUs.sort((one, other) => one - other);
  return { p50Us: quantile(timesUs, 0.5), p99Us: quantile(timesUs, 0.99) };
}
