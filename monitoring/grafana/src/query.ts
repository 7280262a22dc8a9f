import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

/** The data source chosen at the top of the dashboard. */
export const prometheus = { type: 'prometheus', uid: '${datasource}' } as const;

/** One PromQL query of a panel. `instant` asks for the end of the time range only. */
export interface Query {
  readonly expr: string;
  readonly legend?: string;
  readonly instant?: boolean;
  readonly format?: 'heatmap' | 'table';
}

/** Selects the processes chosen at the top of the dashboard. */
export const chosenProcesses = 'job=~"$job", instance=~"$instance"';

/** Selects what was recorded over all processes about the models and versions chosen at the top of the dashboard. */
export const recordedModels = 'model=~"$model", version=~"$version"';

/** Selects what the chosen processes export about the chosen models and versions. */
export const chosenModels = `${chosenProcesses}, ${recordedModels}`;

/** Rate per second of a counter, over an interval that always holds enough scrapes. */
export function rate(counter: string, selector = ''): string {
  return `rate(${counter}${selector === '' ? '' : `{${selector}}`}[$__rate_interval])`;
}

/** Sum of the rates of a counter, by labels. */
export function rateBy(labels: string, counter: string, selector = ''): string {
  return `sum by (${labels}) (${rate(counter, selector)})`;
}

/** A quantile of a histogram over all processes, by labels. */
export function quantile(q: number, labels: string, histogram: string, selector = ''): string {
  const by = labels === '' ? 'le' : `le, ${labels}`;
  return `histogram_quantile(${q}, ${rateBy(by, `${histogram}_bucket`, selector)})`;
}

/** The mean of what a histogram observed, over all processes, by labels. */
export function mean(labels: string, histogram: string, selector = ''): string {
  return `${rateBy(labels, `${histogram}_sum`, selector)} / ${rateBy(labels, `${histogram}_count`, selector)}`;
}

/** The p50, p95 and p99 of a histogram as three queries. */
export function quantiles(labels: string, histogram: string, selector = '', legend = ''): Query[] {
  return [0.5, 0.95, 0.99].map((q) => ({
    expr: quantile(q, labels, histogram, selector),
    legend: `p${q * 100} ${legend}`.trim(),
  }));
}

/** The query as the SDK builds it; queries of a panel are called A, B, C by their index. */
export function dataquery({ expr, legend, instant = false, format }: Query, index: number): DataqueryBuilder {
  const builder = new DataqueryBuilder()
    .datasource(prometheus)
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .expr(expr)
    .legendFormat(legend ?? '__auto');
  if (format !== undefined) builder.format(PROM_FORMATS[format]);
  return instant ? builder.instant() : builder.range();
}

const PROM_FORMATS = { heatmap: PromQueryFormat.Heatmap, table: PromQueryFormat.Table } as const;
