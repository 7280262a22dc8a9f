import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { root } from '../../../apps/cli/dist/installation/index.js';
import type { Run } from '../compare.js';
import { machine } from '../machine.js';
import { againstEvidently } from './against-evidently.js';
import { evaluationMarkdown, type EvaluationResults, type WindowMemory } from './evaluation-table.js';
import { requestCost } from './request-cost.js';

const DOCUMENT = join(root, 'docs', 'benchmarks.md');
const BEGIN = '<!-- npm run bench -- --evaluation writes what follows -->';
const END = '<!-- and what precedes -->';

/**
 * Measures evaluations against Evidently, their memory, and their cost to the service. Writes evaluation-results.json and
 * the section of docs/benchmarks.md, which it returns.
 */
export async function measureEvaluation(run: Run): Promise<string> {
  const workloads = join(run.folder, 'workloads');
  mkdirSync(workloads);
  const speed = await againstEvidently({ ...run, folder: workloads });
  const memory = ['base', 'rows'].map((id) => windowMemory(join(workloads, id)));
  const cost = await requestCost(run);
  const results: EvaluationResults = { machine: machine(), repeats: run.repeats, speed, memory, cost };
  await writeFormatted(join(root, 'bench', 'evaluation-results.json'), JSON.stringify(results, undefined, 2));
  const markdown = evaluationMarkdown(results);
  await writeSection(markdown);
  return `${markdown}\n`;
}

/** In a process of its own, whose heap nothing else is in. */
function windowMemory(folder: string): WindowMemory {
  const script = join(import.meta.dirname, 'window-memory.js');
  const json = execFileSync(process.execPath, ['--expose-gc', script, folder], { encoding: 'utf8' });
  return JSON.parse(json) as WindowMemory;
}

/** Replaces the text between the marks in docs/benchmarks.md. */
async function writeSection(markdown: string): Promise<void> {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT} lacks the marks of the evaluation's section`);
  const changed = `${text.slice(0, begin + BEGIN.length)}\n\n${markdown}\n\n${text.slice(end)}`;
  await writeFormatted(DOCUMENT, changed);
}

/** Writes a file in the repository's format. */
async function writeFormatted(path: string, text: string): Promise<void> {
  const style = await prettier.resolveConfig(path);
  writeFileSync(path, await prettier.format(text, { ...style, filepath: path }));
}
