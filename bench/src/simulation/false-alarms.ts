import { evaluateWindow, type WindowEvaluation } from '@plumbline/evaluation';
import { LEFT, markdownTable, RIGHT } from '../markdown.js';
import { generatedSources } from './generated-sources.js';
import { casesOf, mostByChance, trials, WINDOWS } from './grid.js';
import { shippedSources } from './shipped-sources.js';
import type { Source } from './source.js';
import { storedSources } from './stored-sources.js';
import type { Table } from './table.js';

/** The share of steady windows that may raise each alarm. */
const AIM = 0.01;

const ALARMS = ['data drift', 'prediction drift', 'reconstruction', 'quality'] as const;
type Alarm = (typeof ALARMS)[number];

/** What was called drifted or unusual in steady windows. */
export interface AlarmCount {
  readonly source: string;
  readonly referenceRows: number;
  readonly windowRows: number;
  readonly windows: number;
  readonly alarms: Record<Alarm, number>;
  columns: number;
  drifted: number;
}

/** Evaluates windows in which nothing has changed. */
export const falseAlarms: Table<AlarmCount> = {
  cases: () => casesOf([...generatedSources, ...storedSources('boosting'), ...shippedSources()]),
  measure: (simulated, windows) => {
    const { source, size } = simulated;
    const fitting = WINDOWS.filter((rows) => size + rows <= source.rows);
    const found = fitting.map((rows) => none(source, size, rows, windows));
    for (const trial of trials(simulated, windows)) {
      for (const one of found) {
        for (let number = 0; number < trial.windows; number++) {
          count(evaluateWindow(trial.prepared, trial.window(one.windowRows)), one);
        }
      }
    }
    return found;
  },
  markdown,
  missed,
};

function none({ name }: Source, referenceRows: number, windowRows: number, windows: number): AlarmCount {
  const alarms = { 'data drift': 0, 'prediction drift': 0, reconstruction: 0, quality: 0 };
  return { source: name, referenceRows, windowRows, windows, alarms, columns: 0, drifted: 0 };
}

function count(
  { columns, prediction, dataset, reconstruction, estimated }: WindowEvaluation,
  found: AlarmCount,
): void {
  found.columns += columns.length;
  found.drifted += columns.filter(({ drift }) => drift?.drifted).length;
  const isRaised: Record<Alarm, boolean> = {
    'data drift': dataset.datasetDrifted,
    'prediction drift': prediction.drift?.drifted ?? false,
    reconstruction: reconstruction?.alert ?? false,
    quality: estimated !== null && Object.values(estimated).some(({ alert }) => alert),
  };
  for (const alarm of ALARMS) found.alarms[alarm] += Number(isRaised[alarm]);
}

function markdown(found: readonly AlarmCount[]): string {
  const header = ['Rows', 'Reference', 'Window', 'Windows', ...ALARMS, 'Columns'];
  const rows = found.map(({ source, referenceRows, windowRows, windows, alarms, columns, drifted }) => [
    source,
    referenceRows,
    windowRows,
    windows,
    ...ALARMS.map((alarm) => alarms[alarm]),
    `${((100 * drifted) / columns).toFixed(1)} %`,
  ]);
  const all = ALARMS.map((alarm) => `${(100 * shareOf(found, alarm)).toFixed(2)} %`);
  return markdownTable(
    header,
    [...rows, ['all', '', '', sum(found, ({ windows }) => windows), ...all, '']],
    [LEFT, RIGHT],
  );
}

/** A case misses its aim where it has more alarms than chance explains, and all cases together where their share is larger. */
function missed(found: readonly AlarmCount[]): string[] {
  return ALARMS.flatMap((alarm) => {
    const cases = found
      .filter(({ alarms, windows }) => alarms[alarm] > mostByChance(windows, AIM))
      .map(({ source, referenceRows, windowRows, windows, alarms }) => {
        return `${alarm}: ${alarms[alarm]} of ${windows} windows of ${windowRows} rows, ${source}, reference ${referenceRows}`;
      });
    const share = shareOf(found, alarm);
    return share > AIM ? [...cases, `${alarm}: ${(100 * share).toFixed(2)} % of all windows`] : cases;
  });
}

function shareOf(found: readonly AlarmCount[], alarm: Alarm): number {
  return sum(found, ({ alarms }) => alarms[alarm]) / sum(found, ({ windows }) => windows);
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
