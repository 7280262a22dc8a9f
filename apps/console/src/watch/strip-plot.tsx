import { texts } from '../texts.js';
import type { HistoryEvent, Series } from './answers.js';

const HEIGHT = 20;
/** Of more times the largest value of several is drawn. */
const MAX_CELLS = 120;
/** A row of a heat map. */
export interface Strip {
  readonly name: string;
  readonly values: Series;
}

/** What the rows of a heat map have in common. */
export interface StripScale {
  /** In seconds since the epoch: the start, and the length of a value. */
  readonly fromS: number;
  readonly resolutionS: number;
  readonly events: readonly HistoryEvent[];
  /** Fills the height. */
  readonly full: number;
  /** From here on a value alarms. */
  readonly threshold?: number;
  readonly format: (value: number) => string;
}

type StripPlotProps = StripScale & Strip;

/** One row as bars, with the events as lines. */
export function StripPlot({ name, values, ...scale }: StripPlotProps) {
  const cells = cellsOf(values);
  const known = values.filter((value) => value !== null);
  const { full, threshold, format } = scale;
  const limit = threshold === undefined ? undefined : HEIGHT * (1 - threshold / full);
  const label = texts.watch.stripLabel(
    name,
    textOf(Math.max(...known), format),
    textOf(lastOf(values), format),
  );
  return (
    <svg
      className="strip"
      viewBox={`0 0 ${cells.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect className="track" width={cells.length} height={HEIGHT} />
      {cells.map((value, place) => (
        <Bar key={place} place={place} value={value} {...scale} />
      ))}
      {limit !== undefined && <line className="limit" x1={0} x2={cells.length} y1={limit} y2={limit} />}
      <Events width={cells.length} lengthS={values.length * scale.resolutionS} {...scale} />
    </svg>
  );
}

type BarProps = StripScale & { readonly place: number; readonly value: number | null };

function Bar({ place, value, full, threshold, format }: BarProps) {
  if (value === null || value <= 0) return null;
  const share = Math.min(1, value / full);
  const alarms = threshold !== undefined && value >= threshold;
  return (
    <rect
      className={alarms ? 'beyond' : 'within'}
      x={place}
      y={HEIGHT * (1 - share)}
      width={1.03}
      height={HEIGHT * share}
      fillOpacity={0.4 + 0.6 * share}
    >
      <title>{format(value)}</title>
    </rect>
  );
}

type EventsProps = StripScale & { readonly width: number; readonly lengthS: number };

function Events({ width, lengthS, fromS, events }: EventsProps) {
  return events.map(({ at, title }) => {
    const x = ((Date.parse(at) / 1000 - fromS) / lengthS) * width;
    return (
      <line key={at + title} className="event" x1={x} x2={x} y1={0} y2={HEIGHT}>
        <title>{title}</title>
      </line>
    );
  });
}

function cellsOf(values: Series): Series {
  const every = Math.ceil(values.length / MAX_CELLS);
  return Array.from({ length: Math.ceil(values.length / every) }, (_, cell) => {
    const known = values.slice(cell * every, (cell + 1) * every).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}

/** The last value that is known. */
export function lastOf(values: Series): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** A value as text; a dash where it is not known. */
export function textOf(value: number | null, format: (value: number) => string): string {
  return value === null || !Number.isFinite(value) ? '–' : format(value);
}
