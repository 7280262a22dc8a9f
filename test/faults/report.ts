import type { Result } from './campaign.js';

const MAX_CASES = 10;

/** The table of a campaign, in Markdown. */
export function table(results: readonly Result[]): string {
  const header = [
    ...['Fault', 'Acknowledged: predictions', 'labels', 'Lost', 'Duplicated', 'Changed'],
    ...['Wrong gauges', 'Allowed errors', 'Other errors', 'Recovery (s)'],
  ];
  const lines = results.map(({ kind, findings, predictions, labels, allowed, others, recoveryS }) => {
    const { lost, duplicated, changed, wrongGauges } = findings;
    const figures = [predictions, labels, lost, duplicated, changed, wrongGauges, allowed, others];
    const counts = figures.map((figure) => String(typeof figure === 'number' ? figure : figure.length));
    return [kind.title, ...counts, Number.isNaN(recoveryS) ? 'none' : recoveryS.toFixed(1)];
  });
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** What went wrong, case by case. */
export function problemsOf({ findings, others, failure }: Result): string {
  const lists = { ...findings, 'other errors': others, failure: failure === undefined ? [] : [failure] };
  const lines = Object.entries(lists).flatMap(([name, cases]) => [
    ...cases.slice(0, MAX_CASES).map((text) => `    ${name}: ${text}\n`),
    ...(cases.length > MAX_CASES ? [`    ${name}: ${cases.length - MAX_CASES} more\n`] : []),
  ]);
  return lines.join('');
}
