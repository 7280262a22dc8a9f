import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from '../../apps/cli/dist/bench/index.js';
import { UsageError } from '../../apps/cli/dist/command-line/index.js';
import { root } from '../../apps/cli/dist/installation/index.js';
import { compare, type Run } from './compare.js';
import { comparisonMarkdown } from './comparison-table.js';
import { measureEvaluation } from './evaluation/evaluation.js';
import { measureFloods } from './floods/floods.js';
import { modelProcess } from './model-process.js';
import { overload } from './overload.js';
import { profile } from './profile.js';
import { bands } from './simulation/bands.js';
import { falseAlarms } from './simulation/false-alarms.js';
import { power } from './simulation/power.js';
import { simulate } from './simulation/simulate.js';
import { soak } from './soak.js';
import { bare, bareImages, bareSequences } from './stacks/bare.js';
import { fastapi, fastapiCached, prepareFastapi } from './stacks/fastapi.js';
import {
  plumbline,
  plumblineImages,
  plumblineLogOff,
  plumblineOf,
  plumblineSequences,
  plumblineSwitches,
} from './stacks/plumbline.js';
import type { Stack } from './stacks/stack.js';
import { largeModel } from './stalls/large-model.js';
import { stalls } from './stalls/stalls.js';
import { swap } from './swap.js';

const USUAL = [
  ...[bare, plumbline, plumblineLogOff, fastapi],
  ...[bareImages, plumblineImages, bareSequences, plumblineSequences],
];
const KNOWN = [...USUAL, ...plumblineSwitches, fastapiCached];

/** Measures what `plumbline bench` has been asked for, and prints it. The command has built everything. */
export async function bench(options: BenchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  // The user that PostgreSQL runs as has to be able to enter it.
  chmodSync(folder, 0o755);
  const { connections, warmup, seconds, repeats } = options;
  const load = { connections, warmupMs: warmup * 1000, durationMs: seconds * 1000 };
  try {
    await chosenMeasurement(options)({ folder, load, repeats, progress });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function chosenMeasurement(options: BenchOptions): (run: Run) => Promise<void> {
  const { soak: predictions, swap: swaps, overload: seconds } = options;
  const { largeModel: largeMb, falseAlarms: steady, power: shifted, bands: estimated } = options;
  if (predictions !== undefined) return (run) => soak(run, predictions);
  if (swaps !== undefined) return (run) => swap(run, swaps);
  if (seconds !== undefined) return (run) => overload(run, seconds);
  if (options.modelProcess) return async ({ repeats }) => print(await modelProcess(repeats));
  if (largeMb !== undefined) return (run) => largeModel(run, largeMb);
  if (options.floods) return measureFloods;
  if (options.stalls) return (run) => stalls(run);
  if (options.profile) return async (run) => print(await profile(run));
  if (steady !== undefined) return () => simulate('falseAlarms', falseAlarms, steady);
  if (shifted !== undefined) return () => simulate('power', power, shifted);
  if (estimated !== undefined) return () => simulate('bands', bands, estimated);
  if (options.evaluation) return async (run) => print(await measureEvaluation(run));
  return (run) => comparison(run, chosenStacks(options));
}

async function comparison(run: Run, stacks: readonly Stack[]): Promise<void> {
  const results = await compare(run, stacks);
  writeFileSync(join(root, 'bench', 'results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
  print(`\n${comparisonMarkdown(results)}`);
}

function chosenStacks({ only, all, baseline }: BenchOptions): readonly Stack[] {
  const known = KNOWN.map(({ id }) => id);
  const unknown = only?.filter((id) => !known.includes(id)) ?? [];
  if (unknown.length > 0) {
    throw new UsageError(`--only must name some of ${known.join(', ')}, not ${unknown.join(', ')}`);
  }
  const named = only && KNOWN.filter(({ id }) => only.includes(id));
  const chosen = [...(named ?? (all ? KNOWN : USUAL))];
  if (baseline !== undefined) chosen.push(plumblineOf(baseline));
  if (!chosen.some(isFastapi)) return chosen;
  const reason = prepareFastapi(progress);
  if (reason === undefined) return chosen;
  progress(`Without FastAPI: ${reason}`);
  return chosen.filter((stack) => !isFastapi(stack));
}

const isFastapi = ({ id }: Stack) => id.startsWith('fastapi');

function print(text: string): void {
  process.stdout.write(text);
}

function progress(message: string): void {
  process.stderr.write(`  ${message}\n`);
}
