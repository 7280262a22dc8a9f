import { type Domain, plot, type PlotFrame, plotScale, type Scale } from '@plumbline/plots';
import { area, line } from 'd3-shape';
import { figure } from '../../words/index.js';
import { html, type Html } from '../text/index.js';

/** A value at a time; null is a gap. */
export interface TimedValue {
  readonly timeMs: number;
  readonly value: number | null;
}

/** The limits of a value at a time; null is a gap. */
export interface TimedBand {
  readonly timeMs: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The content of a chart over time, drawn in this order: band, level, lines. */
export interface LineChart {
  readonly band: readonly TimedBand[];
  /** A constant, such as the value at registration. */
  readonly level: number | null;
  /** `kind` is the class that styles the line. */
  readonly lines: readonly { readonly kind: string; readonly values: readonly TimedValue[] }[];
  /** The possible values: an F1 is at most 1. */
  readonly limits: Domain;
}

const LEFT = 44;
const TOP = 10;
const BELOW = 26;
const STEPS = 3;

/** Lines over time, with a band and a level. */
export function lineChart(frame: PlotFrame, chart: LineChart): Html {
  const [times, values] = [timeDomain(chart), valueDomain(chart)];
  const y = plotScale(values, [frame.height - BELOW, TOP]);
  const x = plotScale(times, [LEFT + 6, frame.width - 8]);
  const levels = y.nice(STEPS).ticks(STEPS);
  return plot(frame, [
    levels.map(
      (level) =>
        html`<line class="grid" x1="${LEFT}" x2="${frame.width}" y1="${y(level)}" y2="${y(level)}" /><text
            class="tick end"
            x="${LEFT - 6}"
            y="${y(level) + 4}"
            >${figure(level)}</text
          >`,
    ),
    timeLabels(times, frame.width, frame.height - 6),
    html`<path class="band" d="${bandPath(chart.band, x, y)}" />`,
    chart.level !== null &&
      html`<line
        class="level"
        x1="${LEFT}"
        x2="${frame.width}"
        y1="${y(chart.level)}"
        y2="${y(chart.level)}"
      />`,
    chart.lines.map(({ kind, values: points }) => [
      html`<path class="${kind}" d="${linePath(points, x, y)}" />`,
      lonePoints(points).map(
        ({ timeMs, value }) => html`<circle class="${kind}" cx="${x(timeMs)}" cy="${y(value)}" r="3" />`,
      ),
    ]),
  ]);
}

/** All values with a margin, so that small changes of a flat line do not fill the chart. */
function valueDomain({ band, level, lines, limits }: LineChart): Domain {
  const values = [
    ...band.flatMap(({ lower, upper }) => [lower, upper]),
    ...lines.flatMap((one) => one.values.map(({ value }) => value)),
    level,
  ].filter((value) => value !== null);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((greatest - least) * 0.15, Math.abs(greatest) * 0.05, 1e-9);
  return [Math.max(limits[0], least - margin), Math.min(limits[1], greatest + margin)];
}

function timeDomain({ band, lines }: LineChart): Domain {
  const times = [...band, ...lines.flatMap(({ values }) => values)].map(({ timeMs }) => timeMs);
  return [Math.min(...times), Math.max(...times)];
}

function timeLabels([from, to]: Domain, width: number, y: number): Html {
  const label = (timeMs: number) => new Date(timeMs).toISOString().slice(5, 16).replace('T', ' ');
  if (!(to > from)) return html`<text class="tick middle" x="${width / 2}" y="${y}">${label(from)}</text>`;
  return html`<text class="tick" x="${LEFT}" y="${y}">${label(from)}</text
    ><text class="tick end" x="${width - 2}" y="${y}">${label(to)} UTC</text>`;
}

function linePath(values: readonly TimedValue[], x: Scale, y: Scale): string | null {
  return line<TimedValue>(
    ({ timeMs }) => x(timeMs),
    ({ value }) => y(value ?? 0),
  ).defined(({ value }) => value !== null)(values);
}

function bandPath(band: readonly TimedBand[], x: Scale, y: Scale): string | null {
  return area<TimedBand>(
    ({ timeMs }) => x(timeMs),
    ({ lower }) => y(lower ?? 0),
    ({ upper }) => y(upper ?? 0),
  ).defined(({ lower, upper }) => lower !== null && upper !== null)(band);
}

/** Values between two gaps: a line of one point has no length. */
function lonePoints(values: readonly TimedValue[]): { timeMs: number; value: number }[] {
  const isGap = (index: number) => (values[index]?.value ?? null) === null;
  return values.flatMap(({ timeMs, value }, index) =>
    value !== null && isGap(index - 1) && isGap(index + 1) ? { timeMs, value } : [],
  );
}
