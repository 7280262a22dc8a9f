import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/workspace.mjs';
import { median, medianOf } from '../figures.mjs';
import { peersFolder } from '../stacks/python-environment.mjs';
import { AnsweringProcess } from './answering-process.mjs';
import { sizes, writeWorkload } from './workload.mjs';

const parity = join(root, 'libs', 'evaluation', 'parity');
const python = join(root, '.plumbline', 'parity', 'bin', 'python');
/** Evidently reports home otherwise. */
const quiet = { ...process.env, DO_NOT_TRACK: '1' };
/** Ours is so short that one run says little, and gets faster while V8 learns. */
const WARMUP_RUNS = 30;
const RUNS_PER_ROUND = 20;
const TOLERANCE = 1e-9;

/** Times one evaluation of each size here and in Evidently, in turn. */
export async function againstEvidently({ folder, repeats, progress }) {
  execFileSync('sh', [join(parity, 'setup.sh')], { stdio: 'inherit' });
  const measured = [];
  for (const size of sizes)
    measured.push(await measureSize(size, writeWorkload(folder, size), repeats, progress));
  return measured;
}

async function measureSize(size, workload, repeats, progress) {
  const ours = await AnsweringProcess.start([
    process.execPath,
    join(import.meta.dirname, 'plumbline-report.mjs'),
    workload,
  ]);
  const theirs = await AnsweringProcess.start(
    [python, '-W', 'ignore', join(peersFolder, 'evidently_report.py'), workload],
    quiet,
  );
  try {
    const largestDifference = await warmUp(ours, theirs);
    const runs = { drift: [], whole: [], evidently: [] };
    for (let round = 1; round <= repeats; round++) {
      const answers = await ask(ours, RUNS_PER_ROUND);
      runs.drift.push(typical(answers, 'drift'));
      runs.whole.push(typical(answers, 'whole'));
      runs.evidently.push(typical(await ask(theirs, 1), 'drift'));
      const last = Object.entries(runs).map(([name, rounds]) => `${name} ${rounds.at(-1).ms.toFixed(1)} ms`);
      progress(`${size.id}, round ${round} of ${repeats}: ${last.join(', ')}`);
    }
    return { ...size, largestDifference, ...medians(runs), runs };
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

/** @returns the largest difference of a score. @throws Error when they do not compute the same. */
async function warmUp(ours, theirs) {
  const answers = await ask(ours, WARMUP_RUNS);
  const [{ drift: other }] = await ask(theirs, 1);
  const mine = answers.at(-1).drift.scores;
  const largest = Math.max(...mine.map((score, index) => Math.abs(score - other.scores[index])));
  if (mine.length === other.scores.length && largest <= TOLERANCE) return largest;
  throw new Error(`The scores differ by ${largest}: nothing is compared`);
}

async function ask(process, times) {
  const answers = [];
  for (let time = 0; time < times; time++) answers.push(await process.ask());
  return answers;
}

function typical(answers, part) {
  const values = (figure) => answers.map((answer) => answer[part][figure]);
  return { ms: median(values('ms')), cpuMs: median(values('cpuMs')) };
}

function medians(runs) {
  return Object.fromEntries(
    Object.entries(runs).map(([name, rounds]) => [
      name,
      { ms: medianOf(rounds, 'ms'), cpuMs: medianOf(rounds, 'cpuMs') },
    ]),
  );
}
