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
const NUMERIC_ALIGNMENT = '---:';

/** The results as a Markdown table with the conditions and the aims beside it. */
export function markdown({ machine, load, stacks }) {
  const rows = stacks.map((stack) => [
    stack.label,
    Math.round(stack.ratePerS).toLocaleString('en'),
    `${fixed(stack.p50Ms)} / ${fixed(stack.p99Ms)}`,
    `${fixed(stack.halfP50Ms)} / ${fixed(stack.halfP99Ms)}`,
    fixed(stack.cpuSecondsPer1000, 3),
    fixed(stack.postgresCpuSecondsPer1000, 3),
    fixed(stack.residentMb, 0),
    fixed(stack.startMs === undefined ? undefined : stack.startMs / 1000),
  ]);
  const lines = [HEADER, HEADER.map((_, index) => (index === 0 ? '---' : NUMERIC_ALIGNMENT)), ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${conditions(machine, load, stacks)}\n\n${aims(stacks)}`;
}

function fixed(value, digits = 2) {
  return value === undefined ? 'n/a' : value.toFixed(digits);
}

function conditions({ cpu, cores, system, node, pinned }, { connections, durationMs, repeats }, stacks) {
  const pinning =
    pinned.server === undefined
      ? 'nothing pinned'
      : `each server alone on core ${pinned.server}; load generator, PostgreSQL and auth on core ${pinned.generator}`;
  const busy = Math.round(Math.max(...stacks.map(({ generatorBusy }) => generatorBusy)) * 100);
  const foreign = (Math.max(...stacks.map(({ foreignCpu }) => foreignCpu)) * 100).toFixed(1);
  return `${connections} connections; medians of ${repeats} interleaved windows of ${durationMs / 1000} s; ${pinning}; load generator at most ${busy} % busy; other processes used at most ${foreign} % of the machine in a window. ${cpu}, ${cores} cores, ${system}, Node ${node}.`;
}

function aims(stacks) {
  const byId = Object.fromEntries(stacks.map((stack) => [stack.id, stack]));
  const { bare, plumbline, fastapi, 'plumbline-log-off': logOff } = byId;
  if (plumbline === undefined) return '';
  const lines = [
    fastapi && aim('Requests/s against FastAPI', plumbline.ratePerS / fastapi.ratePerS, 3),
    bare && aim('Requests/s against bare', plumbline.ratePerS / bare.ratePerS, 0.6),
    logOff && aim('Requests/s against log off', plumbline.ratePerS / logOff.ratePerS, 0.9),
    bare && limit('p99 at half load against bare', plumbline.halfP99Ms / bare.halfP99Ms, 2),
    limit('Start to ready, s', plumbline.startMs / 1000, 2),
    plumbline.residentMb && limit('RSS, MB', plumbline.residentMb, 250),
  ];
  const table = [['Aim', 'Wanted', 'Measured', ''], ['---', '---:', '---:', '---'], ...lines.filter(Boolean)];
  return `${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function aim(name, value, atLeast) {
  return [name, `>= ${atLeast}`, fixed(value), value >= atLeast ? 'met' : 'missed'];
}

function limit(name, value, atMost) {
  return [name, `<= ${atMost}`, fixed(value), value <= atMost ? 'met' : 'missed'];
}
