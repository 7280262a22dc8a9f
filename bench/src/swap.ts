import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { givenTokens, PredictClient } from '@plumbline/client';
import { root } from '../../apps/cli/dist/installation/index.js';
import type { Run } from './compare.js';
import type { LoadReport } from './load/recorder.js';
import { type LoadOrder, runLoad } from './load/run-load.js';
import { cores, pinProcesses } from './machine.js';
import { fixed } from './markdown.js';
import { medianOf } from './median.js';
import { MODEL, payloadOf } from './payload.js';
import { hasProc, processTree, residentMb } from './process-usage.js';
import { Installation } from './stacks/installation.js';
import type { ServerProcess } from './stacks/server-process.js';

const RATE_PER_S = 1_000;
const WINDOW_MS = 5_000;
/** The versions that stay: the champion and the previous one. */
const KEPT = 2;
const SETTLE_MS = 5_000;
const MAX_GROWTH = 1.1;
/** V8 does not collect garbage while it has room; without room, what grows is what is retained. */
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=96' };

interface Phase {
  readonly windows: readonly LoadReport[];
  readonly memoryMb: number | undefined;
}

/**
 * Swaps the champion `swaps` times under load, each time adding a version and removing one, and prints the effect on
 * requests and memory. @throws when a request failed, or memory grew by more than a tenth
 */
export async function swap({ folder, load, progress }: Run, swaps: number): Promise<void> {
  const models = join(folder, 'models');
  cpSync(join(root, 'models'), models, { recursive: true });
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const server = await installation.startPredict('swap', { PREDICT_MODELS_DIR: models, ...SMALL_HEAP });
  try {
    if (hasProc) pinProcesses(processTree(server.pid).server, cores.server);
    const token = await installation.signIn();
    const order: LoadOrder = {
      ...{ url: server.url, path: `/models/${MODEL}/predict`, token, rows: payloadOf(MODEL) },
      ...{ connections: load.connections, ratePerS: RATE_PER_S, warmupMs: 500, durationMs: WINDOW_MS },
    };
    progress('warming up');
    await runLoad(order);
    const before = { windows: [await runLoad(order), await runLoad(order)], memoryMb: memoryOf(server) };
    const client = new PredictClient(
      { url: server.url },
      givenTokens(() => token),
    );
    const { windows, elapsedMs } = await underLoad(order, () => swapAll(models, client, swaps, progress));
    await setTimeout(SETTLE_MS);
    const during = { windows, memoryMb: memoryOf(server) };
    process.stdout.write(swapTable(swaps, elapsedMs, before, during));
    requireSteady(before.memoryMb, during.memoryMb);
  } finally {
    await server.stop();
    await auth.stop();
  }
}

function requireSteady(beforeMb: number | undefined, afterMb: number | undefined): void {
  if (beforeMb === undefined || afterMb === undefined || afterMb <= MAX_GROWTH * beforeMb) return;
  throw new Error('memory grew with the swaps');
}

/** Sends load in windows, one after the other, until the work is done. */
async function underLoad(order: LoadOrder, work: () => Promise<void>) {
  const startedAt = performance.now();
  let elapsedMs: number | undefined;
  const working = work().finally(() => (elapsedMs = performance.now() - startedAt));
  const windows: LoadReport[] = [];
  while (elapsedMs === undefined) windows.push(await runLoad(order));
  await working;
  return { windows, elapsedMs };
}

async function swapAll(
  models: string,
  client: PredictClient,
  swaps: number,
  progress: Run['progress'],
): Promise<void> {
  for (let version = 2; version <= swaps + 1; version++) {
    addVersion(models, version);
    await client.promote(MODEL, version);
    if (version > KEPT) rmSync(join(models, MODEL, String(version - KEPT)), { recursive: true });
    if (version % 100 === 1) progress(`${version - 1} of ${swaps} swaps`);
  }
}

function addVersion(models: string, version: number): void {
  const written = join(models, `.${version}`);
  cpSync(join(models, MODEL, String(version - 1)), written, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(written, 'manifest.json'), 'utf8')) as object;
  writeFileSync(join(written, 'manifest.json'), JSON.stringify({ ...manifest, version }));
  renameSync(written, join(models, MODEL, String(version)));
}

function memoryOf({ pid }: ServerProcess): number | undefined {
  return hasProc ? residentMb(processTree(pid).server) : undefined;
}

function swapTable(swaps: number, elapsedMs: number, before: Phase, during: Phase): string {
  const row = (label: string, { windows, memoryMb }: Phase) => {
    const answers = windows.reduce((sum, window) => sum + window.answers, 0).toLocaleString('en');
    const worst = Math.max(...windows.map(({ p99Ms }) => p99Ms));
    const times = [medianOf(windows, 'p50Ms'), medianOf(windows, 'p99Ms'), worst].map((ms) => fixed(ms, 2));
    return `| ${[label, answers, ...times, fixed(memoryMb, 0)].join(' | ')} |`;
  };
  return [
    `${swaps} swaps in ${(elapsedMs / 1000).toFixed(0)} s at ${RATE_PER_S} requests/s; every request was answered with 200`,
    '',
    '| | answers | p50 (ms) | p99 (ms) | worst window p99 (ms) | RSS after (MB) |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row('before', before),
    row('during the swaps', during),
    '',
  ].join('\n');
}
