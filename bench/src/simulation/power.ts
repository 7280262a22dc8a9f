import { evaluateWindow } from '@plumbline/evaluation';
import { normalCdf } from '../../../libs/evaluation/dist/statistics/index.js';
import { Random } from '../../../apps/cli/dist/traffic/index.js';
import { LEFT, markdownTable, RIGHT } from '../markdown.js';
import { generatedSources } from './generated-sources.js';
import { casesOf, trials } from './grid.js';
import type { Source } from './source.js';
import { storedSources } from './stored-sources.js';
import type { Table } from './table.js';

const WINDOW = 1_000;
/** The 99.5 % point of the normal distribution. */
const Z = 2.5758;

/** How often a shift of so many standard deviations is to be found. */
const AIMS = [
  { deviations: 0.25, share: 0.95 },
  { deviations: 0.1, share: 0.6 },
];

/** How often a shift was found. */
export interface PowerCount {
  readonly source: string;
  readonly referenceRows: number;
  readonly deviations: number;
  readonly windows: number;
  readonly dependence: string | undefined;
  found: number;
}

/** Evaluates windows of 1,000 rows in which one feature has shifted. */
export const power: Table<PowerCount> = {
  cases: () => casesOf([...generatedSources, ...storedSources('boosting')], WINDOW),
  measure: (simulated, windows) => {
    const { source, size } = simulated;
    const found = AIMS.map(({ deviations }) => none(source, size, deviations, windows));
    const random = new Random(1, `shift of ${source.name}`);
    for (const trial of trials(simulated, windows)) {
      for (const one of found) {
        for (let number = 0; number < trial.windows; number++) {
          const window = trial.window(WINDOW, { deviations: one.deviations, random });
          const { columns } = evaluateWindow(trial.prepared, window);
          one.found += Number(columns.some(({ name, drift }) => name === source.shifted && drift?.drifted));
        }
      }
    }
    return found;
  },
  markdown,
  missed: (found) => [...found.flatMap(tooFew), ...found.flatMap((one) => lessThanBefore(one, found))],
};

function none(
  { name, dependence }: Source,
  referenceRows: number,
  deviations: number,
  windows: number,
): PowerCount {
  return { source: name, referenceRows, deviations, windows, dependence, found: 0 };
}

function markdown(found: readonly PowerCount[]): string {
  const header = ['Rows', 'Reference', 'Shift (sd)', 'Windows', 'Found', 'z test'];
  const rows = found.map(({ source, referenceRows, deviations, windows, dependence, found: count }) => [
    source,
    referenceRows,
    deviations,
    windows,
    percent(count / windows),
    dependence === undefined ? percent(zTestPower(deviations, referenceRows)) : 'n/a',
  ]);
  return markdownTable(header, rows, [LEFT, RIGHT]);
}

/** An aim holds where the z test, which knows that only the mean can move, would reach it at a level of 1 %. */
function tooFew({ source, referenceRows, deviations, windows, dependence, found }: PowerCount): string[] {
  const share = AIMS.find((aim) => aim.deviations === deviations)?.share ?? 1;
  const isPossible = dependence === undefined && zTestPower(deviations, referenceRows) >= share;
  if (!isPossible || found >= share * windows) return [];
  return [
    `${percent(found / windows)} of shifts of ${deviations} sd found, ${source}, reference ${referenceRows}`,
  ];
}

/** Less is found than with a smaller reference, by more than three standard errors. */
function lessThanBefore(one: PowerCount, found: readonly PowerCount[]): string[] {
  const { source, deviations, referenceRows, windows } = one;
  const smaller = found.filter(
    (other) =>
      other.source === source && other.deviations === deviations && other.referenceRows < referenceRows,
  );
  const most = Math.max(0, ...smaller.map((other) => other.found / other.windows));
  const share = one.found / windows;
  const error = Math.sqrt((most * (1 - most) + share * (1 - share)) / windows);
  if (share >= most - 3 * error) return [];
  const compared = `${percent(share)} instead of ${percent(most)}`;
  return [
    `a shift of ${deviations} sd is found less often with a larger reference, ${source}: ${compared} at ${referenceRows}`,
  ];
}

/** The power of the two-sided z test of means at a level of 1 %, for independent rows. */
function zTestPower(deviations: number, referenceRows: number): number {
  const distance = deviations / Math.sqrt(1 / referenceRows + 1 / WINDOW);
  return normalCdf(distance - Z);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
