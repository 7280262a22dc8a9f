import type uPlot from 'uplot';
import type { HistoryEvent, Series } from './answers.js';
import { type Colour, type Colours, faded } from './colours.js';
import { drawEvents } from './event-marks.js';

/** A line of a chart. */
export interface ChartLine {
  readonly name: string;
  /** What is drawn. */
  readonly values: Series;
  /** What is read, where it differs, as of stacked shares. */
  readonly figures?: Series;
  readonly colour: Colour;
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Fills the area down to the line before, or to the axis, with this opacity. */
  readonly fill?: number;
}

/** What a chart shows. */
export interface ChartContent {
  readonly times: readonly number[];
  readonly resolutionS: number;
  readonly lines: readonly ChartLine[];
  readonly events: readonly HistoryEvent[];
  readonly format: (value: number) => string;
  /** The least and the greatest value of the axis; by default those of the values. */
  readonly limits?: readonly [number | null, number | null];
}

const HEIGHT = 240;
const FONT = '12px system-ui, sans-serif';
/** With more values than this, only those without neighbours are drawn as points. */
const FEW_VALUES = 40;
/** Charts with this key show the same moment. */
const SYNC = 'watch';

/** uPlot's options for a chart. `content` is called again for each drawing. */
export function chartOptions(content: () => ChartContent, width: number, colours: Colours): uPlot.Options {
  const { lines } = content();
  const axis = {
    stroke: colours.muted,
    font: FONT,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    cursor: { sync: { key: SYNC }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => timesOf(content()) },
      y: { range: (_, least, greatest) => limitsOf(content(), least, greatest) },
    },
    axes: [
      { ...axis, space: 70 },
      { ...axis, size: 62, values: (_, splits) => splits.map((split) => content().format(split)) },
    ],
    series: [{ label: 'Time' }, ...lines.map((line, place) => seriesOf(line, place, content, colours))],
    bands: bandsOf(lines, colours),
    hooks: { draw: [(chart) => drawEvents(chart, content().events, colours)] },
  };
}

function seriesOf(
  { name, colour, width = 2, dash, fill, values }: ChartLine,
  place: number,
  content: () => ChartContent,
  colours: Colours,
): uPlot.Series {
  return {
    label: name,
    stroke: colours[colour],
    width,
    ...(dash && { dash: [...dash] }),
    ...(fill !== undefined && { fill: faded(colours.accent, fill) }),
    points: { show: width > 0 && values.filter((value) => value !== null).length <= FEW_VALUES, size: 5 },
    value: (_, __, ___, index) => {
      const line = content().lines[place];
      const value = index === null ? undefined : (line?.figures ?? line?.values)?.[index];
      return value == null ? '–' : content().format(value);
    },
  };
}

function bandsOf(lines: readonly ChartLine[], colours: Colours): uPlot.Band[] {
  return lines.flatMap(({ fill }, place) =>
    fill === undefined || place === 0
      ? []
      : [{ series: [place + 1, place] as [number, number], fill: faded(colours.accent, fill) }],
  );
}

function timesOf({ times, resolutionS }: ChartContent): [number, number] {
  const [first = 0, last = first] = [times[0], times.at(-1)];
  return [first, last + resolutionS];
}

/** A twentieth above and below the values, unless there are limits. */
function limitsOf(
  { limits = [null, null] }: ChartContent,
  least: number | null,
  greatest: number | null,
): [number, number] {
  const [low, high] = limits;
  const [bottom, top] = [low ?? least ?? 0, high ?? greatest ?? 1];
  const margin = (top - bottom) * 0.05 || Math.abs(top) * 0.05 || 1;
  return [low ?? bottom - margin, high ?? top + margin];
}
