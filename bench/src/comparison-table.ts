import type { Comparison, StackResult } from './compare.js';
import { aimsTable, atLeast, atMost, fixed, LEFT, markdownTable, ratio, RIGHT } from './markdown.js';

const HEADER = [
  'Stack',
  'Requests/s',
  'p50 / p99 (ms)',
  'p50 / p99 at half (ms)',
  'CPU s per 1,000',
  'PostgreSQL CPU s per 1,000',
  'RSS (MB)',
  'Start to ready (s)',
];

/** The results as a Markdown table with the conditions and the aims below it. */
export function comparisonMarkdown(results: Comparison): string {
  const rows = results.stacks.map((stack) => [
    stack.label,
    Math.round(stack.ratePerS ?? NaN).toLocaleString('en'),
    `${fixed(stack.p50Ms, 2)} / ${fixed(stack.p99Ms, 2)}`,
    `${fixed(stack.halfP50Ms, 2)} / ${fixed(stack.halfP99Ms, 2)}`,
    fixed(stack.cpuSecondsPer1000, 3),
    fixed(stack.postgresCpuSecondsPer1000, 3),
    fixed(stack.residentMb, 0),
    fixed(ratio(stack.startMs, 1000), 2),
  ]);
  const parts = [markdownTable(HEADER, rows, [LEFT, RIGHT]), conditions(results), aims(results.stacks)];
  return parts.join('\n\n');
}

function conditions({ machine, load, stacks }: Comparison): string {
  const { cpu, cores, system, node, pinned } = machine;
  const pinning =
    pinned.server === undefined
      ? 'nothing pinned'
      : `each server alone on core ${pinned.server}; load generator, PostgreSQL and auth on core ${pinned.generator}`;
  const busy = Math.round(Math.max(...stacks.map(({ generatorBusy = 0 }) => generatorBusy)) * 100);
  const foreign = (Math.max(...stacks.map(({ foreignCpu }) => foreignCpu)) * 100).toFixed(1);
  return `${load.connections} connections; medians of ${load.repeats} interleaved windows of ${(load.durationMs ?? NaN) / 1000} s; ${pinning}; load generator at most ${busy} % busy; other processes used at most ${foreign} % of the machine in a window. ${cpu}, ${cores} cores, ${system}, Node ${node}.`;
}

function aims(stacks: readonly StackResult[]): string {
  const of = (id: string) => stacks.find((stack) => stack.id === id);
  const plumbline = of('plumbline');
  if (plumbline === undefined) return '';
  const rate = (other: string) => ratio(plumbline.ratePerS, of(other)?.ratePerS);
  const table = aimsTable([
    atLeast('Requests/s against FastAPI', rate('fastapi'), 3, 2),
    atLeast('Requests/s against bare', rate('bare'), 0.6, 2),
    atLeast('Requests/s against log off', rate('plumbline-log-off'), 0.9, 2),
    atMost('p99 at half load against bare', ratio(plumbline.halfP99Ms, of('bare')?.halfP99Ms), 2, 2),
    atMost('Start to ready, s', ratio(plumbline.startMs, 1000), 2, 2),
    atMost('RSS, MB', plumbline.residentMb, 250, 2),
  ]);
  return `${table}\n`;
}
