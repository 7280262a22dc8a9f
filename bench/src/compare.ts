import { setTimeout } from 'node:timers/promises';
import type { Load } from './load/run-load.js';
import { cores, machine, type Machine, pinProcesses } from './machine.js';
import { measure, type Target, type Window } from './measure.js';
import { medianOf, median } from './median.js';
import { checkAnswers } from './payload.js';
import { allProcesses, hasProc, processTree } from './process-usage.js';
import { Installation } from './stacks/installation.js';
import type { ServerProcess } from './stacks/server-process.js';
import type { Stack, StackContext } from './stacks/stack.js';

/** A window in which other processes used a larger share of the machine is measured again. */
export const MAX_FOREIGN_CPU = 0.03;
const MAX_ATTEMPTS = 4;
const PAUSE_MS = 3_000;

/** What every command of the benchmark is given. */
export interface Run {
  /** A folder for data and logs, which is removed afterwards. */
  readonly folder: string;
  readonly load: Load;
  /** Rounds over everything that is compared. */
  readonly repeats: number;
  readonly progress: (message: string) => void;
}

/** The medians of one stack; what was not measured is absent. */
export interface StackResult {
  readonly id: string;
  readonly label: string;
  readonly startMs?: number;
  readonly ratePerS?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly halfRatePerS?: number;
  readonly halfP50Ms?: number;
  readonly halfP99Ms?: number;
  readonly cpuSecondsPer1000?: number;
  readonly postgresCpuSecondsPer1000?: number;
  readonly residentMb?: number;
  readonly generatorBusy?: number;
  readonly generatorLate?: number;
  readonly foreignCpu: number;
  readonly windows: { readonly most: readonly Window[]; readonly half: readonly Window[] };
}

/** The results of a comparison, as in results.json. */
export interface Comparison {
  readonly machine: Machine;
  readonly load: Load & { readonly repeats: number };
  readonly stacks: readonly StackResult[];
}

interface Running {
  readonly stack: Stack;
  readonly server: ServerProcess;
}

/** The measurements of each stack by its id. */
type ById<Measured> = ReadonlyMap<string, readonly Measured[]>;

/** Measures all stacks in turn, `repeats` times, first at their highest rate and then at half of it. */
export async function compare(
  { folder, load, repeats, progress }: Run,
  stacks: readonly Stack[],
): Promise<Comparison> {
  const context = { folder, installation: await Installation.create(folder) };
  const starts = await timeStarts(stacks, context, repeats, progress);
  const running: Running[] = [];
  const auth = stacks.some(needsService) ? await context.installation.startAuth() : undefined;
  try {
    for (const stack of stacks) running.push({ stack, server: await stack.start(context) });
    pinAll(running, auth, context);
    for (const { stack, server } of running) {
      await checkAnswers(stack.model, stack.label, server.url + stack.path, await stack.token(context));
    }
    const round = new Rounds(running, context, repeats, progress);
    const most = await round.measure(() => load);
    const half = (id: string) => (medianOf(windowsOf(most, id), 'ratePerS') ?? NaN) / 2;
    const atHalf = await round.measure((id) => ({ ...load, ratePerS: half(id) }));
    return {
      machine: machine(),
      load: { ...load, repeats },
      stacks: stacks.map((stack) =>
        resultOf(stack, starts.get(stack.id) ?? [], windowsOf(most, stack.id), windowsOf(atHalf, stack.id)),
      ),
    };
  } finally {
    for (const { server } of running.reverse()) await server.stop();
    await auth?.stop();
  }
}

const needsService = ({ isService }: Stack) => isService;
const windowsOf = (windows: ById<Window>, id: string) => windows.get(id) ?? [];

/** Servers that idle during the others' windows are started once; each start is timed `repeats` times before. */
async function timeStarts(
  stacks: readonly Stack[],
  context: StackContext,
  repeats: number,
  progress: Run['progress'],
): Promise<ById<number>> {
  const starts = new Map<string, number[]>(stacks.map(({ id }) => [id, []]));
  // The first start makes the database, which is not what is timed.
  if (stacks.some(needsService)) await context.installation.timeStart();
  for (let round = 1; round <= repeats; round++) {
    progress(`start ${round} of ${repeats}`);
    for (const stack of stacks.filter(({ id, isService }) => !isService || id === 'plumbline')) {
      starts.get(stack.id)?.push(await timeStart(stack, context));
    }
  }
  return starts;
}

async function timeStart(stack: Stack, context: StackContext): Promise<number> {
  if (stack.isService) return context.installation.timeStart();
  const { readyMs, stop } = await stack.start(context);
  await stop();
  return readyMs;
}

/** Every server has one core to itself; what it merely uses, PostgreSQL and auth, runs beside the load generator. */
function pinAll(running: readonly Running[], auth: ServerProcess | undefined, context: StackContext): void {
  if (!hasProc) return;
  const used = [auth?.pid, context.installation.postmasterPid()].filter((pid) => pid !== undefined);
  pinProcesses(used.flatMap(allProcesses), cores.generator);
  pinProcesses(
    running.flatMap(({ server }) => processTree(server.pid).server),
    cores.server,
  );
}

/** Measures all running stacks in turn. */
class Rounds {
  constructor(
    private readonly running: readonly Running[],
    private readonly context: StackContext,
    private readonly repeats: number,
    private readonly progress: Run['progress'],
  ) {}

  async measure(loadOf: (id: string) => Load): Promise<ById<Window>> {
    const windows = new Map<string, Window[]>(this.running.map(({ stack }) => [stack.id, []]));
    for (let round = 1; round <= this.repeats; round++) {
      for (const { stack, server } of this.running) {
        const postgresPid = stack.isService ? this.context.installation.postmasterPid() : undefined;
        const target = { stack, server, postgresPid, token: await stack.token(this.context) };
        const window = await this.measureUndisturbed(target, loadOf(stack.id));
        windows.get(stack.id)?.push(window);
        this.progress(`round ${round} of ${this.repeats}: ${stack.label}: ${describe(window)}`);
      }
    }
    return windows;
  }

  /** Measures again, a few times, when other processes took CPU time; keeps the least disturbed window. */
  private async measureUndisturbed(target: Target, load: Load): Promise<Window> {
    let best = await measure(target, load);
    for (let attempt = 1; attempt < MAX_ATTEMPTS && foreignCpuOf(best) > MAX_FOREIGN_CPU; attempt++) {
      this.progress(`again: other processes used ${percent(foreignCpuOf(best))} of the machine`);
      await setTimeout(PAUSE_MS);
      const next = await measure(target, load);
      if (foreignCpuOf(next) < foreignCpuOf(best)) best = next;
    }
    return best;
  }
}

const foreignCpuOf = ({ foreignCpu = 0 }: Window) => foreignCpu;

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function describe({ ratePerS, p50Ms, p99Ms, generatorBusy, generatorLate }: Window): string {
  const generator =
    generatorLate === undefined ? `${percent(generatorBusy)} busy` : `${percent(generatorLate)} late`;
  return `${Math.round(ratePerS)}/s, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, generator ${generator}`;
}

function resultOf(
  { id, label }: Stack,
  startsMs: readonly number[],
  most: readonly Window[],
  half: readonly Window[],
): StackResult {
  return {
    id,
    label,
    startMs: median(startsMs),
    ratePerS: medianOf(most, 'ratePerS'),
    p50Ms: medianOf(most, 'p50Ms'),
    p99Ms: medianOf(most, 'p99Ms'),
    halfRatePerS: medianOf(half, 'ratePerS'),
    halfP50Ms: medianOf(half, 'p50Ms'),
    halfP99Ms: medianOf(half, 'p99Ms'),
    cpuSecondsPer1000: medianOf(most, 'cpuSecondsPer1000'),
    postgresCpuSecondsPer1000: medianOf(most, 'postgresCpuSecondsPer1000'),
    residentMb: half.at(-1)?.residentMb,
    generatorBusy: medianOf(most, 'generatorBusy'),
    generatorLate: medianOf(half, 'generatorLate'),
    foreignCpu: Math.max(...[...most, ...half].map(foreignCpuOf)),
    windows: { most, half },
  };
}
