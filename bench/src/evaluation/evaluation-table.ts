import { MAX_FOREIGN_CPU } from '../compare.js';
import type { Machine } from '../machine.js';
import {
  type Aim,
  aimsTable,
  atLeast,
  atMost,
  fixed,
  LEFT,
  markdownTable,
  ratio,
  RIGHT,
} from '../markdown.js';
import type { SizeResult } from './against-evidently.js';
import type { RequestCost, RequestFigures } from './request-cost.js';
import { REFERENCE_ROWS, type Size } from './workload.js';

/** How much larger the second and the third size are than the first. */
const GROWTH = 10;

/** The memory of a window, in bytes per value. */
export interface WindowMemory {
  readonly values: number;
  readonly paperBytes: number;
  readonly columns: number;
  readonly rows: number;
  /** Bytes that an evaluation leaves behind, in all. */
  readonly retainedBytes: number;
}

/** What `plumbline bench --evaluation` has measured. */
export interface EvaluationResults {
  readonly machine: Machine;
  readonly repeats: number;
  readonly speed: readonly SizeResult[];
  readonly memory: readonly WindowMemory[];
  readonly cost: RequestCost;
}

/** The results as Markdown: the numbers, the aims, the conditions. */
export function evaluationMarkdown(results: EvaluationResults): string {
  const { speed, memory, cost } = results;
  const parts = [speedTable(speed), memoryTable(memory), costTable(cost), aimsTable(aims(speed, cost))];
  return [...parts, conditions(results)].join('\n\n');
}

function speedTable(speed: readonly SizeResult[]): string {
  const header = [
    'Features',
    'Window',
    'Methods',
    'Evidently (ms)',
    'drift alone (ms)',
    'times as fast',
    'everything (ms)',
  ];
  const rows = speed.map(({ features, rows: window, methods, evidently, drift, whole }) => [
    features,
    count(window),
    methods.join(', '),
    fixed(evidently.cpuMs, 0),
    fixed(drift.cpuMs, 1),
    `${fixed(evidently.cpuMs / drift.cpuMs, 0)} x`,
    fixed(whole.cpuMs, 1),
  ]);
  return markdownTable(header, rows, [RIGHT, RIGHT, LEFT, RIGHT]);
}

function memoryTable(memory: readonly WindowMemory[]): string {
  const header = [
    'Window',
    'on paper (B a value)',
    'as columns',
    'as rows of the log',
    'left after an evaluation (kB)',
  ];
  const rows = memory.map(({ values, paperBytes, columns, rows: logged, retainedBytes }) => [
    `${count(values)} values`,
    paperBytes,
    fixed(columns, 1),
    fixed(logged, 1),
    fixed(retainedBytes / 1000, 0),
  ]);
  return markdownTable(header, rows, [RIGHT]);
}

function costTable({ on, off }: RequestCost): string {
  const row = (name: string, one: RequestFigures) => [
    name,
    count(Math.round(one.ratePerS ?? NaN)),
    `${fixed(one.p50Ms, 2)} / ${fixed(one.p99Ms, 2)}`,
    fixed(one.cpuSecondsPer1000, 3),
    fixed(one.residentMb, 0),
  ];
  const header = ['predict', 'Requests/s', 'p50 / p99 (ms)', 'CPU s per 1,000', 'RSS (MB)'];
  return markdownTable(header, [row('monitoring on', on), row('monitoring off', off)], [LEFT, RIGHT]);
}

function aims(speed: readonly SizeResult[], cost: RequestCost): (Aim | undefined)[] {
  const cpuMs = (id: Size['id'], part: 'drift' | 'whole' | 'evidently') =>
    speed.find((size) => size.id === id)?.[part].cpuMs;
  const faster = ratio(cpuMs('base', 'evidently'), cpuMs('base', 'drift'));
  const growth = (name: string, id: Size['id'], part: 'drift' | 'whole') =>
    atMost(name, ratio(cpuMs(id, part), cpuMs('base', part)), 1.2 * GROWTH, 1);
  return [
    atLeast('drift alone, times as fast as Evidently', faster, 100, 1),
    growth('drift alone, growth with 10 times the features', 'features', 'drift'),
    growth('drift alone, growth with 10 times the rows', 'rows', 'drift'),
    growth('everything, growth with 10 times the features', 'features', 'whole'),
    growth('everything, growth with 10 times the rows', 'rows', 'whole'),
    atMost('everything, 13 features and 5,000 rows, ms', cpuMs('base', 'whole'), 50, 1),
    lostRequests(cost),
  ];
}

/** Requests a second mean nothing when other processes used the machine; CPU time still does. */
function lostRequests({ on, off }: RequestCost): Aim | undefined {
  const lost = (1 - (ratio(on.ratePerS, off.ratePerS) ?? NaN)) * 100;
  const aim = atMost('requests lost to monitoring, %', lost, 10, 1);
  const isDisturbed = Math.max(on.foreignCpu, off.foreignCpu) > MAX_FOREIGN_CPU;
  if (aim === undefined || !isDisturbed) return aim;
  return [aim[0], aim[1], aim[2], 'not settled: the machine was busy'];
}

function conditions({ repeats, machine: { cpu, cores, system, node }, cost }: EvaluationResults): string {
  const windowS = (cost.load.durationMs ?? NaN) / 1000;
  const foreign = fixed(Math.max(cost.on.foreignCpu, cost.off.foreignCpu) * 100, 1);
  const rounds = repeats === 1 ? 'round' : 'rounds';
  return `CPU time, medians of ${count(repeats)} ${rounds} in turn after warming up, each program alone on a core; a reference of ${count(REFERENCE_ROWS)} rows. The service was measured as above, in windows of ${windowS} s, so that each holds an evaluation; other processes used at most ${foreign} % of the machine. ${cpu}, ${cores} cores, ${system}, Node ${node}.`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
