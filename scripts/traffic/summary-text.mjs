/**
 * The summary for people: a table with one line for each model, then what went wrong.
 * @param {import('./run-traffic.mjs').TrafficSummary} summary
 */
export function summaryText({ scenario, seed, interrupted, failure, models }) {
  const title = `Scenario ${scenario}, seed ${seed}${interrupted ? ', interrupted' : ''}`;
  const rows = models.map((model) => columns.map(([, cell]) => cell(model)));
  const table = models.length === 0 ? [] : aligned([columns.map(([head]) => head), ...rows]);
  const bad = models.flatMap(badRequestLines);
  const problems = models.flatMap(({ model, problem }) => (problem ? [`${model}: ${problem}`] : []));
  const lines = [title, ...table, ...bad, ...problems, ...(failure ? [`Stopped: ${failure}`] : [])];
  return `${lines.join('\n')}\n`;
}

/** Numbers are set to the right. */
const columns = [
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

const fixed = (value, digits = 4) => value?.toFixed(digits) ?? '-';

function answersText(answers, broken, retries) {
  const parts = Object.entries(answers).map(([status, count]) => `${status}: ${count}`);
  if (broken > 0) parts.push(`none: ${broken}`);
  if (retries > 0) parts.push(`tried again: ${retries}`);
  return parts.join(', ');
}

function badRequestLines({ model, badRequests }) {
  const entries = Object.entries(badRequests);
  if (entries.length === 0) return [];
  const rows = entries.map(([kind, answers]) => [`  ${kind}`, answersText(answers, 0, 0)]);
  return [`Bad requests to ${model}:`, ...aligned(rows)];
}

/** The first and the last column are texts. */
function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isText = (column) => column === 0 || column === widths.length - 1;
  return rows.map((row) =>
    row
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}
