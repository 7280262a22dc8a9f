import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../scripts/workspace.mjs';
import { cores, pinProcesses } from './affinity.mjs';
import { checkAnswers } from './answers.mjs';
import { medianOf } from './figures.mjs';
import { measure } from './measure.mjs';
import { hasProc, processTree } from './process-usage.mjs';
import { Installation } from './stacks/plumbline.mjs';

/** A window in which other processes used a larger share of the machine is measured again. */
export const MAX_FOREIGN_CPU = 0.03;
const MAX_ATTEMPTS = 4;
const PAUSE_MS = 3_000;

/** The model that every stack serves, and its golden rows, which are the payloads. */
export const modelDir = join(root, 'models', 'heart-disease', '1');
export const goldenRows = () => JSON.parse(readFileSync(join(modelDir, 'golden.json'), 'utf8'));

/** Measures all stacks in turn, `repeats` times over, first at their most and then at half of it. */
export async function compare({ folder, load, stacks, repeats, progress }) {
  const context = { folder, modelDir };
  const needsService = stacks.some(({ isService }) => isService);
  if (needsService) context.installation = await Installation.create(folder);
  const starts = await timeStarts(stacks, context, repeats, progress);
  const running = [];
  const auth = needsService ? await context.installation.startAuth() : undefined;
  try {
    for (const stack of stacks) running.push(await startTarget(stack, context));
    pinAll(running, auth, context);
    for (const target of running) await checkAnswers(target, context, goldenRows());
    const rows = goldenRows().map(({ features }) => features);
    const most = await rounds(running, context, repeats, () => ({ ...load, rows }), progress);
    const half = (id) => ({ ...load, rows, ratePerS: medianOf(most.get(id), 'ratePerS') / 2 });
    const atHalf = await rounds(running, context, repeats, half, progress);
    return {
      machine: machine(),
      load: { ...load, repeats },
      stacks: summaries(stacks, starts, most, atHalf),
    };
  } finally {
    for (const { server } of running.reverse()) await server.stop();
    await auth?.stop();
  }
}

/** Servers that idle during the others' windows are started once; each start is timed `repeats` times before. */
async function timeStarts(stacks, context, repeats, progress) {
  const starts = new Map(stacks.map(({ id }) => [id, []]));
  // The first start makes the database, which is not what is timed.
  if (context.installation) await context.installation.timeStart();
  for (let round = 1; round <= repeats; round++) {
    progress(`start ${round} of ${repeats}`);
    for (const stack of stacks.filter(({ id, isService }) => !isService || id === 'plumbline')) {
      starts.get(stack.id).push(await timeStart(stack, context));
    }
  }
  return starts;
}

async function timeStart(stack, context) {
  if (stack.isService) return context.installation.timeStart();
  const { readyMs, stop } = await stack.start(context);
  await stop();
  return readyMs;
}

async function startTarget(stack, context) {
  return { stack, server: await stack.start(context) };
}

/** Every server has the one core to itself; what it merely uses, PostgreSQL and auth, is with the load generator. */
function pinAll(running, auth, { installation }) {
  if (!hasProc) return;
  const used = [auth?.pid, installation?.postmasterPid()].filter((pid) => pid !== undefined);
  pinProcesses(
    used.flatMap((pid) => Object.values(processTree(pid)).flat()),
    cores.generator,
  );
  const servers = running.map(({ server }) => server.pid);
  pinProcesses(
    servers.flatMap((pid) => processTree(pid).server),
    cores.server,
  );
}

async function rounds(running, { installation }, repeats, loadOf, progress) {
  const windows = new Map(running.map(({ stack }) => [stack.id, []]));
  for (let round = 1; round <= repeats; round++) {
    for (const { stack, server } of running) {
      const postgresPid = stack.isService ? installation.postmasterPid() : undefined;
      const target = { stack, server, postgresPid, token: await stack.token({ installation }) };
      const window = await measureUndisturbed(target, loadOf(stack.id), progress);
      windows.get(stack.id).push(window);
      progress(`round ${round} of ${repeats}: ${stack.label}: ${describe(window)}`);
    }
  }
  return windows;
}

/** Measures again, a few times, when other processes took CPU time; keeps the window that they disturbed least. */
async function measureUndisturbed(target, load, progress) {
  const isDisturbed = ({ foreignCpu }) => foreignCpu > MAX_FOREIGN_CPU;
  let best = await measure(target, load);
  for (let attempt = 1; attempt < MAX_ATTEMPTS && isDisturbed(best); attempt++) {
    progress(`again: other processes used ${percent(best.foreignCpu)} of the machine`);
    await setTimeout(PAUSE_MS);
    const next = await measure(target, load);
    if (next.foreignCpu < best.foreignCpu) best = next;
  }
  return best;
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function describe({ ratePerS, p50Ms, p99Ms, generatorBusy, generatorLate }) {
  const generator =
    generatorLate === undefined ? `${percent(generatorBusy)} busy` : `${percent(generatorLate)} late`;
  return `${Math.round(ratePerS)}/s, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, generator ${generator}`;
}

function summaries(stacks, starts, most, atHalf) {
  return stacks.map(({ id, label }) => ({
    id,
    label,
    startMs: medianOf(
      starts.get(id).map((ms) => ({ ms })),
      'ms',
    ),
    ratePerS: medianOf(most.get(id), 'ratePerS'),
    p50Ms: medianOf(most.get(id), 'p50Ms'),
    p99Ms: medianOf(most.get(id), 'p99Ms'),
    halfRatePerS: medianOf(atHalf.get(id), 'ratePerS'),
    halfP50Ms: medianOf(atHalf.get(id), 'p50Ms'),
    halfP99Ms: medianOf(atHalf.get(id), 'p99Ms'),
    cpuSecondsPer1000: medianOf(most.get(id), 'cpuSecondsPer1000'),
    postgresCpuSecondsPer1000: medianOf(most.get(id), 'postgresCpuSecondsPer1000'),
    residentMb: atHalf.get(id).at(-1).residentMb,
    generatorBusy: medianOf(most.get(id), 'generatorBusy'),
    generatorLate: medianOf(atHalf.get(id), 'generatorLate'),
    foreignCpu: Math.max(...[...most.get(id), ...atHalf.get(id)].map((window) => window.foreignCpu ?? 0)),
    windows: { most: most.get(id), half: atHalf.get(id) },
  }));
}

/** What all of it ran on. */
export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim(),
    cores: cpus().length,
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    pinned: cores,
  };
}
