import type { HistoryEvent } from './event.repository.js';
import type { HistoryRange } from './history-range.js';
import type { ColumnPoint, QualityPoint, TrafficPoint } from './history.repository.js';
import type { HistoryAnswer } from './history.schema.js';
import { latencyQuantileMs } from './latency-quantile.js';

/** More rows of a heat map cannot be read. */
const MAX_COLUMNS = 50;

type Series = (number | null)[];

/** What is stored about a range. */
export interface StoredHistory {
  readonly quality: readonly QualityPoint[];
  readonly columns: readonly ColumnPoint[];
  readonly traffic: readonly TrafficPoint[];
  readonly events: readonly HistoryEvent[];
}

/** The parts of the answer that do not depend on the manifest: every series has a value for each bucket. */
export function historySeries(range: HistoryRange, { quality, columns, traffic, events }: StoredHistory) {
  const grid = new Grid(range);
  const of = (pick: (point: QualityPoint) => number | null) =>
    grid.series(quality.map((point) => [point.atS, pick(point)]));
  return {
    resolution_s: range.resolutionS,
    times: grid.times(),
    quality: {
      realised: of(({ realised }) => realised),
      estimated: of(({ estimated }) => estimated),
      estimated_lower: of(({ estimatedLower }) => estimatedLower),
      estimated_upper: of(({ estimatedUpper }) => estimatedUpper),
    },
    drift: { share: of(({ driftShare }) => driftShare), ...driftOf(grid, columns) },
    missing: missingOf(grid, columns),
    predictions: predictionsOf(grid, columns),
    traffic: trafficOf(grid, traffic),
    events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
  } satisfies Partial<Omit<HistoryAnswer, 'quality'>> & { quality: Partial<HistoryAnswer['quality']> };
}

/** The buckets of an answer. */
class Grid {
  constructor(private readonly range: HistoryRange) {}

  times(): string[] {
    const { fromS, resolutionS, points } = this.range;
    return Array.from({ length: points }, (_, place) =>
      new Date((fromS + place * resolutionS) * 1000).toISOString(),
    );
  }

  empty(): Series {
    return Array.from({ length: this.range.points }, () => null);
  }

  place(atS: number): number {
    return Math.round((atS - this.range.fromS) / this.range.resolutionS);
  }

  series(points: readonly (readonly [atS: number, value: number | null])[]): Series {
    const series = this.empty();
    for (const [atS, value] of points) series[this.place(atS)] = rounded(value);
    return series;
  }
}

/** A series for each name, in the order in which the names first appear. */
class NamedSeries {
  private readonly found = new Map<string, Series>();

  constructor(private readonly grid: Grid) {}

  set(name: string, atS: number, value: number | undefined): void {
    const series = this.found.get(name) ?? this.grid.empty();
    series[this.grid.place(atS)] = rounded(value);
    this.found.set(name, series);
  }

  get(name: string): Series {
    return this.found.get(name) ?? this.grid.empty();
  }

  /** Those with the largest values first. */
  largest(): [name: string, series: Series][] {
    const largest = new Map([...this.found].map(([name, series]) => [name, maximum(series)]));
    return [...this.found].sort(([one], [other]) => (largest.get(other) ?? 0) - (largest.get(one) ?? 0));
  }
}

function driftOf(grid: Grid, points: readonly ColumnPoint[]) {
  const severities = new NamedSeries(grid);
  const features = new Map<string, string>();
  for (const { atS, layout, severities: values } of points) {
    const outcomes = layout.outcomes.map(({ name }) => ({ name, feature: name }));
    for (const [place, { name, feature }] of [...layout.columns, ...outcomes].entries()) {
      features.set(name, feature);
      severities.set(name, atS, values[place]);
    }
  }
  const columns = severities.largest().slice(0, MAX_COLUMNS);
  return {
    columns: columns.map(([name, severity]) => ({ name, feature: features.get(name) ?? name, severity })),
    column_count: features.size,
  };
}

function missingOf(grid: Grid, points: readonly ColumnPoint[]): HistoryAnswer['missing'] {
  const shares = new NamedSeries(grid);
  for (const { atS, layout, missing } of points)
    for (const [place, feature] of layout.features.entries()) shares.set(feature, atS, missing[place]);
  return shares
    .largest()
    .slice(0, MAX_COLUMNS)
    .map(([feature, share]) => ({ feature, share }));
}

/** The outcomes of the newest layout; an older one may have other bins, which it shares by name. */
function predictionsOf(grid: Grid, points: readonly ColumnPoint[]): HistoryAnswer['predictions'] {
  const bins = new NamedSeries(grid);
  const keyOf = (outcome: string, bin: string) => JSON.stringify([outcome, bin]);
  for (const { atS, layout, shares } of points) {
    let place = 0;
    for (const { name, bins: names } of layout.outcomes)
      for (const bin of names) bins.set(keyOf(name, bin), atS, shares[place++]);
  }
  const outcomes = points.at(-1)?.layout.outcomes ?? [];
  return outcomes.map(({ name, bins: names, reference }) => ({
    name,
    bins: [...names],
    reference: [...reference],
    shares: names.map((bin) => bins.get(keyOf(name, bin))),
  }));
}

function trafficOf(grid: Grid, points: readonly TrafficPoint[]): HistoryAnswer['traffic'] {
  const buckets = new Map<number, TrafficPoint[]>();
  for (const point of points) buckets.set(point.atS, [...(buckets.get(point.atS) ?? []), point]);
  const at = (pick: (counts: readonly TrafficPoint[]) => number | null) =>
    grid.series([...buckets].map(([atS, counts]) => [atS, pick(counts)]));
  return {
    rows: at((counts) => counts.reduce((sum, { rows }) => sum + rows, 0)),
    p50_ms: at((counts) => latencyQuantileMs(0.5, counts)),
    p95_ms: at((counts) => latencyQuantileMs(0.95, counts)),
    p99_ms: at((counts) => latencyQuantileMs(0.99, counts)),
  };
}

function maximum(series: Series): number {
  return series.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0);
}

/** Six digits, which plots do not need more of; null for what JSON cannot hold. */
function rounded(value: number | null | undefined): number | null {
  return value == null || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}
