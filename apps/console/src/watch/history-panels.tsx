import { count, figure, percent, score } from '../components/index.js';
import { texts } from '../texts.js';
import type { History, Outcome, Series } from './answers.js';
import type { ChartContent, ChartLine } from './chart-options.js';
import { TimeChart } from './time-chart.js';

const { watch: words } = texts;

/** Of more bins the smaller ones are drawn as one. */
const MAX_BINS = 12;

interface PanelProps {
  readonly history: History;
}

type Frame = Pick<ChartContent, 'times' | 'resolutionS' | 'events'>;

/** The times of a history as charts need them. */
export function frameOf({ times, resolution_s, events }: History): Frame {
  return { times: times.map((time) => Date.parse(time) / 1000), resolutionS: resolution_s, events };
}

/** F1 or error: from labels, estimated with its band, and at registration. */
export function QualityPanel({ history }: PanelProps) {
  const { metric, registered, realised, estimated, estimated_lower, estimated_upper } = history.quality;
  const name = words.metrics[metric];
  const lines: ChartLine[] = [
    { name: words.lower, values: estimated_lower, colour: 'accent-soft', width: 0 },
    { name: words.upper, values: estimated_upper, colour: 'accent-soft', width: 0, fill: 0.16 },
    { name: words.estimated, values: estimated, colour: 'reference-line', dash: [6, 4] },
    { name: words.realised, values: realised, colour: 'accent', width: 2.5 },
  ];
  if (registered !== null)
    lines.push({
      name: words.registered,
      values: history.times.map(() => registered),
      colour: 'muted',
      width: 1.5,
      dash: [2, 4],
    });
  return (
    <TimeChart
      {...frameOf(history)}
      title={name}
      summary={words.qualitySummary(textOf(realised, score), textOf(estimated, score))}
      lines={lines.filter(
        ({ values, name: line }) => line === words.realised || values.some((value) => value !== null),
      )}
      format={metric === 'f1' ? score : figure}
      limits={metric === 'f1' ? [null, null] : [0, null]}
    />
  );
}

/** The share of drifted columns. */
export function DriftSharePanel({ history }: PanelProps) {
  return (
    <TimeChart
      {...frameOf(history)}
      title={words.driftShare}
      summary={words.last(textOf(history.drift.share, percent))}
      lines={[{ name: words.driftShare, values: history.drift.share, colour: 'accent', fill: 0.16 }]}
      format={percent}
      limits={[0, 1]}
    />
  );
}

/** The distribution of an outcome: the share of each bin, one above the other. */
export function OutcomePanel({ history, outcome }: PanelProps & { readonly outcome: Outcome }) {
  const { names, shares } = largestBins(outcome);
  const lines = stacked(names, shares);
  const summary = names.map((name, place) => `${name} ${textOf(shares[place] ?? [], percent)}`).join(', ');
  return (
    <TimeChart
      {...frameOf(history)}
      title={words.distribution(outcome.name)}
      summary={words.last(summary)}
      lines={lines}
      format={percent}
      limits={[0, 1]}
    />
  );
}

/** Rows that were answered, and how long the model took for them. */
export function TrafficPanel({ history }: PanelProps) {
  const { rows, p50_ms, p95_ms, p99_ms } = history.traffic;
  const frame = frameOf(history);
  const perSecond = rows.map((value) => value && value / history.resolution_s);
  return (
    <div className="halves">
      <div>
        <h3>{words.rate}</h3>
        <TimeChart
          {...frame}
          title={words.rate}
          summary={words.total(count(rows.reduce<number>((sum, value) => sum + (value ?? 0), 0)))}
          lines={[{ name: words.rate, values: perSecond, colour: 'accent', fill: 0.16 }]}
          format={figure}
          limits={[0, null]}
        />
      </div>
      <div>
        <h3>{words.latency}</h3>
        <TimeChart
          {...frame}
          title={words.latency}
          summary={words.last(textOf(p95_ms, figure))}
          lines={[
            { name: words.p50, values: p50_ms, colour: 'accent', width: 2.5 },
            { name: words.p95, values: p95_ms, colour: 'reference-line', dash: [6, 4] },
            { name: words.p99, values: p99_ms, colour: 'muted', width: 1.5, dash: [2, 4] },
          ]}
          format={figure}
          limits={[0, null]}
        />
      </div>
    </div>
  );
}

function stacked(names: readonly string[], shares: readonly Series[]): ChartLine[] {
  let below: Series = [];
  return shares.map((figures, place) => {
    const base = below;
    const values = figures.map((share, at) => (share === null ? null : share + (base[at] ?? 0)));
    below = values;
    const fill = 0.85 - 0.75 * (place / Math.max(1, shares.length - 1));
    return { name: names[place] ?? '', values, figures, colour: 'card', width: 1, fill };
  });
}

/** The bins in their order; of many those with the largest shares, and one of all others. */
function largestBins({ bins, shares }: Outcome): { names: string[]; shares: Series[] } {
  const named = bins.map((bin, place) => ({ name: labelOf(bin), share: shares[place] ?? [] }));
  if (named.length <= MAX_BINS)
    return { names: named.map(({ name }) => name), shares: named.map(({ share }) => share) };
  const sizeOf = (share: Series) => share.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const ranked = [...named].sort((one, other) => sizeOf(other.share) - sizeOf(one.share));
  const [kept, rest] = [ranked.slice(0, MAX_BINS - 1), ranked.slice(MAX_BINS - 1)];
  const others = (kept[0]?.share ?? []).map((value, at) =>
    value === null ? null : rest.reduce((sum, { share }) => sum + (share[at] ?? 0), 0),
  );
  return {
    names: [...kept.map(({ name }) => name), words.otherBins(rest.length)],
    shares: [...kept.map(({ share }) => share), others],
  };
}

function labelOf(bin: string): string {
  return bin === '__other__' ? words.notInReference : bin;
}

function textOf(series: Series, format: (value: number) => string): string {
  const last = series.findLast((value) => value !== null);
  return last == null ? words.unknown : format(last);
}
