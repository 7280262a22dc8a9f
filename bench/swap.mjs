import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../scripts/workspace.mjs';
import { cores, pinProcesses } from './affinity.mjs';
import { goldenRows } from './compare.mjs';
import { medianOf } from './figures.mjs';
import { runLoad } from './load/run-load.mjs';
import { hasProc, processTree, residentMb } from './process-usage.mjs';
import { Installation } from './stacks/plumbline.mjs';

const MODEL = 'heart-disease';
const RATE_PER_S = 1_000;
const WINDOW_MS = 5_000;
/** The versions that stay: the champion and the one before it. */
const KEPT = 2;
const SETTLE_MS = 5_000;
const MAX_GROWTH = 1.1;
/** V8 lets garbage lie while there is room for it; without room, what grows is what is kept. */
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=96' };

/**
 * Swaps the champion so many times under load, each time with a version that comes and one that goes, and prints what
 * requests and memory noticed of it. @throws when a request failed, or memory grew by more than a tenth
 */
export async function swap({ folder, swaps, connections, progress }) {
  const models = join(folder, 'models');
  cpSync(join(root, 'models'), models, { recursive: true });
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const server = await installation.startPredict('swap', { PREDICT_MODELS_DIR: models, ...SMALL_HEAP });
  try {
    if (hasProc) pinProcesses(processTree(server.pid).server, cores.server);
    const token = await installation.signIn();
    const rows = goldenRows().map(({ features }) => features);
    const order = { url: server.url, path: `/models/${MODEL}/predict`, token, rows, connections };
    const load = { ...order, ratePerS: RATE_PER_S, warmupMs: 500, durationMs: WINDOW_MS };
    progress('warming up');
    await runLoad(load);
    const before = { windows: [await runLoad(load), await runLoad(load)], memory: memoryOf(server) };
    const during = await underLoad(load, () => swapAll({ models, server, token, swaps, progress }));
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const after = { ...during, memory: memoryOf(server) };
    process.stdout.write(table(swaps, before, after));
    if (after.memory > MAX_GROWTH * before.memory) throw new Error('memory grew with the swaps');
  } finally {
    await server.stop();
    await auth.stop();
  }
}

/** Sends load in windows, one after the other, until the work is done. */
async function underLoad(load, work) {
  const startedAt = performance.now();
  let elapsedMs;
  const working = work().finally(() => (elapsedMs = performance.now() - startedAt));
  const windows = [];
  while (elapsedMs === undefined) windows.push(await runLoad(load));
  await working;
  return { windows, elapsedMs };
}

async function swapAll({ models, server, token, swaps, progress }) {
  for (let version = 2; version <= swaps + 1; version++) {
    addVersion(models, version);
    await promote(server.url, token, version);
    if (version > KEPT) rmSync(join(models, MODEL, String(version - KEPT)), { recursive: true });
    if (version % 100 === 1) progress(`${version - 1} of ${swaps} swaps`);
  }
}

function addVersion(models, version) {
  const written = join(models, `.${version}`);
  cpSync(join(models, MODEL, String(version - 1)), written, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(written, 'manifest.json'), 'utf8'));
  writeFileSync(join(written, 'manifest.json'), JSON.stringify({ ...manifest, version }));
  renameSync(written, join(models, MODEL, String(version)));
}

async function promote(url, token, version) {
  const response = await fetch(`${url}/models/${MODEL}/promote`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ version }),
  });
  if (!response.ok)
    throw new Error(`Promoting ${version} answered ${response.status}: ${await response.text()}`);
}

function memoryOf({ pid }) {
  return hasProc ? residentMb(processTree(pid).server) : undefined;
}

function table(swaps, before, during) {
  const answers = ({ windows }) => windows.reduce((sum, window) => sum + window.answers, 0);
  const worst = ({ windows }) => Math.max(...windows.map(({ p99Ms }) => p99Ms));
  const row = (label, part) =>
    `| ${label} | ${answers(part).toLocaleString('en')} | ${medianOf(part.windows, 'p50Ms').toFixed(2)} | ` +
    `${medianOf(part.windows, 'p99Ms').toFixed(2)} | ${worst(part).toFixed(2)} | ${part.memory?.toFixed(0) ?? 'n/a'} |`;
  const seconds = (during.elapsedMs / 1000).toFixed(0);
  return [
    `${swaps} swaps in ${seconds} s at ${RATE_PER_S} requests/s; every request was answered with 200`,
    '',
    '| | answers | p50 (ms) | p99 (ms) | worst window p99 (ms) | RSS after (MB) |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row('before', before),
    row('during the swaps', during),
    '',
  ].join('\n');
}
