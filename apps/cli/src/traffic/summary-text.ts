import type { ModelSummary } from './run-tally.js';
import type { TrafficSummary } from './run-traffic.js';

/** The summary as text: a table with one line for each model, then what went wrong. */
export function summaryText({ scenario, seed, interrupted, failure, models }: TrafficSummary): string {
  const title = `Scenario ${scenario}, seed ${seed}${interrupted ? ', interrupted' : ''}`;
  const rows = models.map((model) => columns.map(([, cell]) => cell(model)));
  const table = models.length === 0 ? [] : aligned([columns.map(([head]) => head), ...rows]);
  const bad = models.flatMap(badRequestLines);
  const problems = models.flatMap(({ model, problem }) => (problem ? [`${model}: ${problem}`] : []));
  const smaller = models.flatMap(smallerRequests);
  const lines = [
    title,
    ...table,
    ...smaller,
    ...bad,
    ...problems,
    ...(failure ? [`Stopped: ${failure}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const columns: readonly (readonly [head: string, cell: (model: ModelSummary) => string])[] = [
  ['model', ({ model, versions }) => [model, ...versions.map((version) => `v${version}`)].join(' ')],
  ['sent', ({ sent }) => String(sent)],
  ['predicted', ({ rows }) => String(rows)],
  ['labels', ({ labels }) => String(labels)],
  ['F1', ({ f1 }) => fixed(f1)],
  ['F1 of window', ({ windowF1 }) => fixed(windowF1)],
  ['MAE', ({ meanAbsoluteError: error }) => error?.toPrecision(4) ?? '-'],
  ['drift', ({ driftShare: share }) => (share === undefined ? '-' : `${(100 * share).toFixed(1)} %`)],
  ['rows/s', ({ ratePerS }) => ratePerS.toFixed(1)],
  ['p50 ms', ({ latencyMs }) => fixed(latencyMs?.p50, 1)],
  ['p99 ms', ({ latencyMs }) => fixed(latencyMs?.p99, 1)],
  ['errors', ({ errors }) => String(errors)],
  ['answers', ({ answers, broken, retries }) => answersText(answers, broken, retries)],
];

function fixed(value: number | undefined, digits = 4): string {
  return value?.toFixed(digits) ?? '-';
}

function answersText(answers: ModelSummary['answers'], broken: number, retries: number): string {
  const parts = Object.entries(answers).map(([status, count]) => `${status}: ${count}`);
  if (broken > 0) parts.push(`none: ${broken}`);
  if (retries > 0) parts.push(`tried again: ${retries}`);
  return parts.join(', ');
}

function smallerRequests({ model, rowsPerRequest: rows }: ModelSummary): readonly string[] {
  if (rows === undefined) return [];
  return [
    `${model}: sent ${rows} ${rows === 1 ? 'row' : 'rows'} per request, because larger requests were refused`,
  ];
}

function badRequestLines({ model, badRequests }: ModelSummary): readonly string[] {
  const entries = Object.entries(badRequests);
  if (entries.length === 0) return [];
  const rows = entries.map(([kind, answers]) => [`  ${kind}`, answersText(answers, 0, 0)]);
  return [`Bad requests to ${model}:`, ...aligned(rows)];
}

/** Aligns the first and the last column, which are texts, to the left and the others, which are numbers, to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = rows;
  const widths = first.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const isText = column === 0 || column === row.length - 1;
      const width = widths[column] ?? 0;
      return isText ? cell.padEnd(width) : cell.padStart(width);
    });
    return cells.join('  ').trimEnd();
  });
}
