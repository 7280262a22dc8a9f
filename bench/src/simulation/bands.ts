import { type Average, averageScores, ConfusionCounts, estimateF1 } from '@plumbline/evaluation';
import { LEFT, markdownTable, RIGHT } from '../markdown.js';
import { generatedClassifiers } from './generated-sources.js';
import { casesOf, mostByChance, type Trial, trials, WINDOWS } from './grid.js';
import type { LabelledRows, Source } from './source.js';
import { storedSources } from './stored-sources.js';
import type { Table } from './table.js';

/** The share of windows without concept drift whose F1 is outside its estimated band. */
const AIM = 0.05;

const AVERAGES = ['binary', 'macro', 'micro', 'weighted'] as const;

/** How often the estimated band of F1 did not contain the F1 from labels. */
export interface BandCount {
  readonly source: string;
  readonly referenceRows: number;
  readonly windowRows: number;
  readonly outside: Partial<Record<Average, number>>;
  readonly windows: number;
  /** The sum of the widths of the bands of the first average. */
  width: number;
}

/** Compares the estimated F1 of windows with the one that their labels give. */
export const bands: Table<BandCount> = {
  cases: () => casesOf(sources()),
  measure: (simulated, windows) => {
    const { source, size } = simulated;
    const fitting = WINDOWS.filter((rows) => size + rows <= source.rows);
    const found = fitting.map((rows) => none(source, size, rows, windows));
    for (const trial of trials(simulated, windows)) {
      for (const one of found) {
        for (let number = 0; number < trial.windows; number++) count(source, trial, one);
      }
    }
    return found;
  },
  markdown,
  missed,
};

function sources(): readonly Source[] {
  const stored = (['boosting', 'logistic'] as const).flatMap((model) =>
    storedSources(model).map((source) => ({ ...source, name: `${source.name}, ${model}` })),
  );
  return [...generatedClassifiers, ...stored];
}

function none({ name, spec }: Source, referenceRows: number, windowRows: number, windows: number): BandCount {
  const averages = AVERAGES.filter((average) => average !== 'binary' || spec.positiveClass != null);
  const outside = Object.fromEntries(averages.map((average) => [average, 0]));
  return { source: name, referenceRows, windowRows, windows, outside, width: 0 };
}

function count({ spec }: Source, { prepared, window: next }: Trial, found: BandCount): void {
  const window = next(found.windowRows);
  AVERAGES.filter((average) => found.outside[average] !== undefined).forEach((average, place) => {
    const band = estimateF1(prepared.profile, average, window);
    const f1 = realised(spec, average, window);
    const isInside = band !== null && f1 !== undefined && f1 >= band.lower && f1 <= band.upper;
    found.outside[average] = (found.outside[average] ?? 0) + Number(!isInside);
    if (place === 0 && band !== null) found.width += band.upper - band.lower;
  });
}

function realised({ classes, positiveClass }: Source['spec'], average: Average, window: LabelledRows) {
  const counts = new ConfusionCounts([...classes]);
  window.actual.forEach((actual, row) => counts.add(actual, window.predictions[row] ?? ''));
  return averageScores(counts, { average, positiveClass }).f1;
}

function markdown(found: readonly BandCount[]): string {
  const header = ['Rows', 'Reference', 'Window', 'Windows', ...AVERAGES, 'Width'];
  const rows = found.map(({ source, referenceRows, windowRows, windows, outside, width }) => [
    ...[source, referenceRows, windowRows, windows],
    ...AVERAGES.map((average) => outside[average] ?? ''),
    (width / windows).toFixed(3),
  ]);
  return markdownTable(header, rows, [LEFT, RIGHT]);
}

function missed(found: readonly BandCount[]): string[] {
  return found.flatMap(({ source, referenceRows, windowRows, windows, outside }) =>
    AVERAGES.filter((average) => (outside[average] ?? 0) > mostByChance(windows, AIM)).map((average) => {
      const where = `${source}, reference ${referenceRows}, windows of ${windowRows}`;
      return `F1 (${average}) outside its band in ${outside[average]} of ${windows} windows: ${where}`;
    }),
  );
}
