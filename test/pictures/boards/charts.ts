import { scaleLinear } from 'd3-scale';
import type { AnsweredBoard, AnsweredPanel, Line } from './answers.js';
import { namedColour, seriesColour } from './colours.js';
import type { Chart } from './draw-charts.js';
import { inUnit, unitStep } from './units.js';

const TICKS = 4;
/** Areas of more lines than these hide each other. */
const MAX_AREAS = 2;
/** Between times that are written below a chart. */
const CLOCK_STEPS_S = [30, 60, 120, 300, 600, 1_800, 3_600];

/** The chart of a panel; `undefined` for a panel that is no chart. */
export function chartOf(panel: AnsweredPanel, board: AnsweredBoard): Chart | undefined {
  if (panel.type === 'timeseries') return timeChart(panel, board);
  if (panel.type === 'trend') return trendChart(panel);
  return panel.type === 'heatmap' ? heatChart(panel, board) : undefined;
}

/** The past of a number, without axes. */
export function sparkline(line: Line, colour: string, times: readonly number[]): Chart {
  const known = line.values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const margin = (most - least) * 0.1 || Math.abs(most) * 0.1 || 1;
  return {
    ...{
      x: times,
      xTicks: [],
      isBare: true,
      marks: [],
      y: { range: [least - margin, most + margin], ticks: [] },
    },
    lines: [{ values: line.values, colour, fill: 0.12, hasPoints: isPoint(line.values) }],
  };
}

function timeChart(panel: AnsweredPanel, { times, marks }: AnsweredBoard): Chart {
  const { custom } = panel.fieldConfig?.defaults ?? {};
  const isStacked = custom?.stacking?.mode === 'normal';
  const hasAreas = isStacked || panel.lines.length <= MAX_AREAS;
  const fill = hasAreas ? (custom?.fillOpacity ?? 0) / 100 : 0;
  const series = isStacked ? stacked(panel.lines) : panel.lines.map(({ values }) => values);
  return {
    ...{ x: times, xTicks: clockTicks(times), isStacked, y: axisOf(panel, series) },
    lines: series.map((values, place) => ({
      ...{ values, colour: seriesColour(place), fill, hasPoints: isPoint(values) },
    })),
    marks: marks.map(({ atS, color }) => ({ at: atS, colour: namedColour(color) })),
  };
}

/** Whether a single value is known, of which a line shows nothing. */
function isPoint(values: Line['values']): boolean {
  return values.filter((value) => value !== null).length === 1;
}

/** Each series on those before it. */
function stacked(lines: readonly Line[]): (number | null)[][] {
  const sums: number[] = [];
  return lines.map(({ values }) =>
    values.map((value, at) => {
      sums[at] = (sums[at] ?? 0) + (value ?? 0);
      return sums[at];
    }),
  );
}

/** The names of the lines of a trend. */
export function trendNames(panel: AnsweredPanel): string[] {
  return [...new Set(panel.lines.map((line) => runOf(panel, line)))].sort();
}

function runOf(panel: AnsweredPanel, { labels }: Line): string {
  return labels[String(matrixOf(panel)['columnField'])] ?? '';
}

/** How the panel groups its rows to lines. */
function matrixOf({ transformations = [] }: AnsweredPanel): Readonly<Record<string, unknown>> {
  return transformations.find(({ id }) => id === 'groupingToMatrix')?.options ?? {};
}

/** Lines over the numbers of a label, which the panel's transformations name. */
function trendChart(panel: AnsweredPanel): Chart {
  const { rowField } = matrixOf(panel);
  const numberOf = ({ labels }: Line) => Number(labels[String(rowField)]);
  const x = [...new Set(panel.lines.map(numberOf))].sort((a, b) => a - b);
  const series = trendNames(panel).map((name) =>
    x.map((each) => {
      const found = panel.lines.find((line) => numberOf(line) === each && runOf(panel, line) === name);
      return found?.values[0] ?? null;
    }),
  );
  return {
    ...{
      x,
      xTicks: x.filter((_, place) => place % 2 === 1).map((at) => ({ at, text: String(at) })),
      marks: [],
      y: axisOf(panel, series),
    },
    lines: series.map((values, place) => ({ values, colour: seriesColour(place), fill: 0, hasPoints: true })),
  };
}

/** A cell for each bucket and time, the darker the more values. Prometheus' buckets contain those below them. */
function heatChart(panel: AnsweredPanel, { times, marks }: AnsweredBoard): Chart {
  const boundOf = ({ labels }: Line) => Number(labels['le'] === '+Inf' ? Infinity : labels['le']);
  const buckets = [...panel.lines].sort((a, b) => boundOf(a) - boundOf(b));
  const rows = buckets.map(({ values }, place) =>
    values.map((value, at) =>
      value === null ? 0 : Math.max(0, value - (buckets[place - 1]?.values[at] ?? 0)),
    ),
  );
  const unit = panel.options?.yAxis?.unit;
  const label = (bound: number) => (bound === Infinity ? '∞' : inUnit(bound, unit));
  const every = Math.ceil(buckets.length / 8);
  const ticks = buckets
    .map((bucket, place) => ({ at: place + 1, text: label(boundOf(bucket)) }))
    .filter((_, place) => place % every === every - 1);
  return {
    ...{ x: times, xTicks: clockTicks(times), y: { range: [0, rows.length], ticks }, cells: rows },
    // uPlot wants a series.
    lines: [{ values: times.map(() => null), colour: '#000000', fill: 0 }],
    marks: marks.map(({ atS, color }) => ({ at: atS, colour: namedColour(color) })),
  };
}

function axisOf(panel: AnsweredPanel, series: readonly (readonly (number | null)[])[]): Chart['y'] {
  const { min, max, unit } = panel.fieldConfig?.defaults ?? {};
  const known = series.flat().filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const margin = (most - least) * 0.05 || Math.abs(most) * 0.1 || 1;
  // Round in the unit that is written: minutes rather than seconds.
  const step = unitStep(max ?? most, unit);
  const scale = scaleLinear([(min ?? least - margin) / step, (max ?? most + margin) / step], [0, 1]);
  if (max === undefined) scale.nice(TICKS);
  const [low = 0, high = 1] = scale.domain();
  return {
    range: [low * step, high * step],
    ticks: scale.ticks(TICKS).map((at) => ({ at: at * step, text: inUnit(at * step, unit) })),
  };
}

/** Times of day in UTC, a few for the width. */
function clockTicks(times: readonly number[]): Chart['xTicks'] {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const step = CLOCK_STEPS_S.find((each) => (last - first) / each <= TICKS) ?? 7_200;
  const start = Math.ceil(first / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((last - start) / step) + 1) }, (_, place) => {
    const at = start + place * step;
    return { at, text: new Date(at * 1_000).toISOString().slice(11, step < 60 ? 19 : 16) };
  });
}
