import { MAX_FOREIGN_CPU } from '../compare.mjs';
import { REFERENCE_ROWS } from './workload.mjs';

/** How much larger the second and the third size are than the first. */
const GROWTH = 10;
const RIGHT = '---:';

/** What was measured, as Markdown: the numbers, the aims, how they were taken. */
export function evaluationMarkdown({ speed, memory, cost, repeats, machine }) {
  return [
    speedTable(speed),
    memoryTable(memory),
    cost && costTable(cost),
    aimsTable(aims(speed, cost)),
    conditions(repeats, machine, cost),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function speedTable(speed) {
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
    fixed(drift.cpuMs),
    `${fixed(evidently.cpuMs / drift.cpuMs, 0)} x`,
    fixed(whole.cpuMs),
  ]);
  return table(header, rows, [RIGHT, RIGHT, '---', RIGHT, RIGHT, RIGHT, RIGHT]);
}

function memoryTable(memory) {
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
    fixed(columns),
    fixed(logged),
    fixed(retainedBytes / 1000, 0),
  ]);
  return table(header, rows, [RIGHT, RIGHT, RIGHT, RIGHT, RIGHT]);
}

function costTable({ on, off }) {
  const row = (name, one) => [
    name,
    count(Math.round(one.ratePerS)),
    `${fixed(one.p50Ms, 2)} / ${fixed(one.p99Ms, 2)}`,
    fixed(one.cpuSecondsPer1000, 3),
    fixed(one.residentMb, 0),
  ];
  const header = ['predict', 'Requests/s', 'p50 / p99 (ms)', 'CPU s per 1,000', 'RSS (MB)'];
  return table(
    header,
    [row('monitoring on', on), row('monitoring off', off)],
    ['---', RIGHT, RIGHT, RIGHT, RIGHT],
  );
}

function aims(speed, cost) {
  const of = (id) => speed.find((size) => size.id === id);
  const base = of('base');
  const growth = (id, part) => of(id)[part].cpuMs / base[part].cpuMs;
  return [
    least('drift alone, times as fast as Evidently', base.evidently.cpuMs / base.drift.cpuMs, 100),
    most('drift alone, growth with 10 times the features', growth('features', 'drift'), 1.2 * GROWTH),
    most('drift alone, growth with 10 times the rows', growth('rows', 'drift'), 1.2 * GROWTH),
    most('everything, growth with 10 times the features', growth('features', 'whole'), 1.2 * GROWTH),
    most('everything, growth with 10 times the rows', growth('rows', 'whole'), 1.2 * GROWTH),
    most('everything, 13 features and 5,000 rows, ms', base.whole.cpuMs, 50),
    cost && lostRequests(cost),
  ].filter(Boolean);
}

/** Requests a second say nothing when others had the machine; CPU time still does. */
function lostRequests({ on, off }) {
  const row = most('requests lost to monitoring, %', (1 - on.ratePerS / off.ratePerS) * 100, 10);
  const disturbed = Math.max(on.foreignCpu, off.foreignCpu) > MAX_FOREIGN_CPU;
  return disturbed ? [...row.slice(0, 3), 'not settled: the machine was busy'] : row;
}

function aimsTable(rows) {
  return table(['Aim', 'Wanted', 'Measured', ''], rows, ['---', RIGHT, RIGHT, '---']);
}

function conditions(repeats, { cpu, cores, system, node }, cost) {
  const server = cost
    ? ` The service was measured as above, in windows of ${cost.load.durationMs / 1000} s, so that each holds an evaluation; other processes used at most ${fixed(Math.max(cost.on.foreignCpu, cost.off.foreignCpu) * 100, 1)} % of the machine.`
    : '';
  return `CPU time, medians of ${count(repeats)} ${repeats === 1 ? 'round' : 'rounds'} in turn after warming up, each program alone on a core; a reference of ${count(REFERENCE_ROWS)} rows.${server} ${cpu}, ${cores} cores, ${system}, Node ${node}.`;
}

function least(name, value, limit) {
  return [name, `>= ${limit}`, fixed(value), value >= limit ? 'met' : 'missed'];
}

function most(name, value, limit) {
  return [name, `<= ${limit}`, fixed(value), value <= limit ? 'met' : 'missed'];
}

function table(header, rows, alignment) {
  return [header, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function count(value) {
  return value.toLocaleString('en');
}

function fixed(value, digits = 1) {
  return value === undefined ? 'n/a' : value.toFixed(digits);
}
