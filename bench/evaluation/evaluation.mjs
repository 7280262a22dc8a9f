import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { machine } from '../compare.mjs';
import { againstEvidently } from './against-evidently.mjs';
import { evaluationMarkdown } from './evaluation-table.mjs';
import { requestCost } from './request-cost.mjs';
import { writeFormatted, writeSection } from './write-section.mjs';

/** Measures evaluations against Evidently, their memory, and what they cost the service; writes results and document. */
export async function evaluationBench({ folder, load, repeats, progress }) {
  const workloads = join(folder, 'workloads');
  mkdirSync(workloads);
  const speed = await againstEvidently({ folder: workloads, repeats, progress });
  const memory = ['base', 'rows'].map((id) => windowMemory(join(workloads, id)));
  const cost = await requestCost({ folder, load, repeats, progress });
  const results = { machine: machine(), repeats, speed, memory, cost };
  const file = join(import.meta.dirname, '..', 'evaluation-results.json');
  await writeFormatted(file, JSON.stringify(results, withoutScores, 2));
  const markdown = evaluationMarkdown(results);
  await writeSection(markdown);
  return `${markdown}\n`;
}

/** In a process of its own, whose heap nothing else is in. */
function windowMemory(folder) {
  const script = join(import.meta.dirname, 'window-memory.mjs');
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', script, folder], { encoding: 'utf8' }));
}

function withoutScores(key, value) {
  return key === 'scores' ? undefined : value;
}
