import { figure } from './figures.js';
import { html, type Html } from './html.js';
import { plot, type PlotFrame } from './plot.js';
import { type Domain, linearScale, type Scale, ticks } from './scale.js';

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

/** What stands in a chart over time, drawn in this order: band, level, dashed lines, solid lines. */
export interface LineChart {
  readonly band: readonly TimedBand[];
  /** A level that does not change, such as the value at registration. */
  readonly level: number | null;
  /** Classes say how they look. */
  readonly lines: readonly { readonly kind: string; readonly values: readonly TimedValue[] }[];
  /** Values beyond it do not exist, such as an F1 above 1. */
  readonly limits: Domain;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

const LEFT = 44;
const TOP = 10;
const BELOW = 26;

/** Lines over time, with a band and a level. */
export function lineChart(frame: PlotFrame, chart: LineChart): Html {
  const levels = ticks(valueDomain(chart), 4).filter(
    (level) => level >= chart.limits[0] && level <= chart.limits[1],
  );
  const bottom = frame.height - BELOW;
  const y = linearScale([levels[0] ?? 0, levels.at(-1) ?? 1], bottom, TOP);
  const x = linearScale(timeDomain(chart), LEFT + 6, frame.width - 8);
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
    timeLabels(timeDomain(chart), frame.width, frame.height - 6),
    bandPaths(chart.band, x, y),
    chart.level !== null &&
      html`<line
        class="level"
        x1="${LEFT}"
        x2="${frame.width}"
        y1="${y(chart.level)}"
        y2="${y(chart.level)}"
      />`,
    chart.lines.map(({ kind, values }) => linePaths(kind, values, x, y)),
  ]);
}

/** All values with a margin, so that a flat line is not drawn as mountains. */
function valueDomain({ band, level, lines, limits }: LineChart): Domain {
  const values = [
    ...band.flatMap(({ lower, upper }) => [lower, upper]),
    ...lines.flatMap((line) => line.values.map(({ value }) => value)),
    level,
  ].filter((value) => value !== null);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((most - least) * 0.15, Math.abs(most) * 0.05, 1e-9);
  return [Math.max(limits[0], least - margin), Math.min(limits[1], most + margin)];
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

function linePaths(kind: string, values: readonly TimedValue[], x: Scale, y: Scale): Html[] {
  return runs(values, ({ value }) => value !== null).map((run) => {
    const places = run.map(({ timeMs, value }) => ({ x: x(timeMs), y: y(value as number) }));
    const [first] = places;
    return places.length === 1 && first
      ? html`<circle class="${kind}" cx="${first.x}" cy="${first.y}" r="3" />`
      : html`<path class="${kind}" d="${path(places)}" />`;
  });
}

function bandPaths(band: readonly TimedBand[], x: Scale, y: Scale): Html[] {
  return runs(band, ({ lower, upper }) => lower !== null && upper !== null).map((run) => {
    const above = run.map(({ timeMs, upper }) => ({ x: x(timeMs), y: y(upper as number) }));
    const below = run.map(({ timeMs, lower }) => ({ x: x(timeMs), y: y(lower as number) })).reverse();
    return html`<path class="band" d="${path([...above, ...below])}Z" />`;
  });
}

/** The longest stretches without a gap. */
function runs<Point>(points: readonly Point[], isKnown: (point: Point) => boolean): Point[][] {
  const found: Point[][] = [[]];
  for (const point of points) {
    if (isKnown(point)) found.at(-1)?.push(point);
    else if (found.at(-1)?.length) found.push([]);
  }
  return found.filter((run) => run.length > 0);
}

function path(places: readonly Place[]): string {
  return `M${places.map(({ x, y }) => `${x} ${y}`).join('L')}`;
}
