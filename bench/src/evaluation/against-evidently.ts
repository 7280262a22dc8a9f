import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../apps/cli/dist/installation/index.js';
import type { Run } from '../compare.js';
import { median } from '../median.js';
import { peersFolder } from '../stacks/fastapi.js';
import { AnsweringProcess, type TimedScores } from './answering-process.js';
import { type Size, sizes, writeWorkload } from './workload.js';

const parity = join(root, 'libs', 'evaluation', 'parity');
const python = join(root, '.plumbline', 'parity', 'bin', 'python');
/** Evidently sends usage statistics without this. */
const quiet = { ...process.env, DO_NOT_TRACK: '1' };
/** Our evaluation is so short that one run says little, and gets faster while V8 optimizes it. */
const WARMUP_RUNS = 30;
const RUNS_PER_ROUND = 20;
const TOLERANCE = 1e-9;

/** A time on the clock and of the CPU. */
export interface Time {
  readonly ms: number;
  readonly cpuMs: number;
}

/** What was timed, here and there. */
export interface Times<Value> {
  /** The drift scores alone. */
  readonly drift: Value;
  /** The whole evaluation. */
  readonly whole: Value;
  /** The drift scores by Evidently. */
  readonly evidently: Value;
}

/** The medians of one size, and those of each round. */
export interface SizeResult extends Size, Times<Time> {
  /** The largest difference of a score. */
  readonly largestDifference: number;
  readonly runs: Times<readonly Time[]>;
}

interface Theirs {
  readonly drift: TimedScores;
}

interface Ours extends Theirs {
  readonly whole: TimedScores;
}

/** Times one evaluation of each size here and in Evidently, in turn. */
export async function againstEvidently({ folder, repeats, progress }: Run): Promise<SizeResult[]> {
  execFileSync('sh', [join(parity, 'setup.sh')], { stdio: 'inherit' });
  const measured: SizeResult[] = [];
  for (const size of sizes) {
    measured.push(await measureSize(size, writeWorkload(folder, size), repeats, progress));
  }
  return measured;
}

async function measureSize(
  size: Size,
  workload: string,
  repeats: number,
  progress: Run['progress'],
): Promise<SizeResult> {
  const script = join(import.meta.dirname, 'plumbline-report.js');
  const ours = await AnsweringProcess.start<Ours>([process.execPath, script, workload]);
  const report = join(peersFolder, 'evidently_report.py');
  const theirs = await AnsweringProcess.start<Theirs>([python, '-W', 'ignore', report, workload], quiet);
  try {
    const largestDifference = await warmUp(ours, theirs);
    const rounds: Times<Time>[] = [];
    for (let round = 1; round <= repeats; round++) {
      const answers = await ask(ours, RUNS_PER_ROUND);
      const times = {
        drift: typical(answers.map(({ drift }) => drift)),
        whole: typical(answers.map(({ whole }) => whole)),
        evidently: typical((await ask(theirs, 1)).map(({ drift }) => drift)),
      };
      rounds.push(times);
      const last = Object.entries(times).map(([name, { ms }]) => `${name} ${ms.toFixed(1)} ms`);
      progress(`${size.id}, round ${round} of ${repeats}: ${last.join(', ')}`);
    }
    return { ...size, largestDifference, ...summaryOf(rounds) };
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

/** Resolves to the largest difference of a score. @throws when the two do not compute the same */
async function warmUp(ours: AnsweringProcess<Ours>, theirs: AnsweringProcess<Theirs>): Promise<number> {
  const mine = (await ask(ours, WARMUP_RUNS)).at(-1)?.drift.scores ?? [];
  const other = (await theirs.ask()).drift.scores;
  const largest = Math.max(...mine.map((score, index) => Math.abs(score - (other[index] ?? NaN))));
  if (mine.length === other.length && largest <= TOLERANCE) return largest;
  throw new Error(`The scores differ by ${largest}: nothing is compared`);
}

async function ask<Answer>(process: AnsweringProcess<Answer>, times: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let time = 0; time < times; time++) answers.push(await process.ask());
  return answers;
}

function typical(times: readonly Time[]): Time {
  const of = (figure: keyof Time) => median(times.map((time) => time[figure])) ?? NaN;
  return { ms: of('ms'), cpuMs: of('cpuMs') };
}

function summaryOf(rounds: readonly Times<Time>[]): Times<Time> & Pick<SizeResult, 'runs'> {
  const runs = {
    drift: rounds.map(({ drift }) => drift),
    whole: rounds.map(({ whole }) => whole),
    evidently: rounds.map(({ evidently }) => evidently),
  };
  const { drift, whole, evidently } = runs;
  return { drift: typical(drift), whole: typical(whole), evidently: typical(evidently), runs };
}
