import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  type Threshold,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as trend from '@grafana/grafana-foundation-sdk/trend';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { panelId } from './panel-id.js';
import { dataquery, prometheus, type Query } from './query.js';
import { neutral, thresholds } from './thresholds.js';

/** The options of every panel: `unit` is a Grafana unit id, `width` is in 24ths of the row. */
export interface PanelOptions {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly width: number;
  readonly height?: number;
  readonly queries: readonly Query[];
  readonly thresholds?: readonly Threshold[];
  readonly min?: number;
  readonly max?: number;
  readonly mappings?: ValueMapping[];
}

type AnyPanelBuilder =
  | bargauge.PanelBuilder
  | gauge.PanelBuilder
  | heatmap.PanelBuilder
  | stat.PanelBuilder
  | table.PanelBuilder
  | timeseries.PanelBuilder
  | trend.PanelBuilder;

/** Lines over time, with a table of last, mean and largest values below. */
export function lines(options: PanelOptions): Builder<Panel> {
  return describe(new timeseries.PanelBuilder(), { height: 8, ...options })
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(common.VisibilityMode.Never)
    .spanNulls(false)
    .legend(listLegend())
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
}

/**
 * Lines over the numbers of a label rather than over time, such as epochs. The query gives a row for each pair of `x` and
 * `series`.
 */
export function curve(
  options: PanelOptions & { readonly x: string; readonly series: string },
): Builder<Panel> {
  const field = `${options.x}\\${options.series}`;
  return describe(new trend.PanelBuilder(), { height: 8, ...options })
    .lineWidth(1)
    .showPoints(common.VisibilityMode.Auto)
    .xField(field)
    .legend(listLegend())
    .withTransformation({
      id: 'groupingToMatrix',
      options: { columnField: options.series, rowField: options.x, valueField: 'Value' },
    })
    .withTransformation({
      id: 'convertFieldType',
      options: { conversions: [{ targetField: field, destinationType: 'number' }], fields: {} },
    })
    .withTransformation({ id: 'sortBy', options: { fields: {}, sort: [{ field }] } });
}

/** Lines over time, stacked: the parts of a whole. */
export function stacked(options: PanelOptions): Builder<Panel> {
  return (lines({ min: 0, ...options }) as timeseries.PanelBuilder)
    .fillOpacity(30)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
}

/** One number per series, coloured by its thresholds. */
export function number(options: PanelOptions): Builder<Panel> {
  return describe(new stat.PanelBuilder(), { height: 5, ...options })
    .reduceOptions(lastValue())
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(
      options.queries.some(({ instant }) => instant)
        ? common.BigValueGraphMode.None
        : common.BigValueGraphMode.Area,
    );
}

/** A dial between `min` and `max`. */
export function dial(options: PanelOptions): Builder<Panel> {
  return describe(new gauge.PanelBuilder(), { height: 5, ...options }).reduceOptions(lastValue());
}

/** One horizontal bar per series, longest first by the query's own order. */
export function bars(options: PanelOptions): Builder<Panel> {
  return describe(new bargauge.PanelBuilder(), { height: 10, ...options })
    .reduceOptions(lastValue())
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic);
}

/** A classic histogram over time; the query is the rate of its buckets by `le`, `bucketUnit` the unit of `le`. */
export function distribution(options: PanelOptions & { readonly bucketUnit: string }): Builder<Panel> {
  return describe(new heatmap.PanelBuilder(), { height: 8, ...options })
    .calculate(false)
    .yAxis(new heatmap.YAxisConfigBuilder().unit(options.bucketUnit))
    .color(
      new heatmap.HeatmapColorOptionsBuilder()
        .mode(heatmap.HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .steps(64),
    );
}

/** Rows of label values; `columns` are the labels shown, in order. */
export function list(
  options: PanelOptions & {
    readonly columns: readonly string[];
    /** The address that a column links to. */
    readonly links?: Readonly<Record<string, string>>;
    /** Shown in place of no rows. */
    readonly noValue?: string;
  },
): Builder<Panel> {
  const builder = describe(new table.PanelBuilder(), { height: 5, ...options });
  if (options.noValue !== undefined) builder.noValue(options.noValue);
  for (const [column, url] of Object.entries(options.links ?? {})) {
    builder.overrideByName(column, [{ id: 'links', value: [{ title: column, url, targetBlank: true }] }]);
  }
  return builder.withTransformation({
    id: 'organize',
    options: {
      includeByName: Object.fromEntries(options.columns.map((column) => [column, true])),
      indexByName: Object.fromEntries(options.columns.map((column, index) => [column, index])),
    },
  });
}

function describe<B extends AnyPanelBuilder>(builder: B, options: PanelOptions & { height: number }): B {
  builder
    .id(panelId(options.title))
    .title(options.title)
    .description(options.description)
    .datasource(prometheus)
    .unit(options.unit)
    .thresholds(thresholds(options.thresholds ?? neutral))
    .span(options.width)
    .height(options.height)
    .targets(options.queries.map(dataquery));
  if (options.min !== undefined) builder.min(options.min);
  if (options.max !== undefined) builder.max(options.max);
  if (options.mappings !== undefined) builder.mappings(options.mappings);
  if (options.queries.some(({ legend }) => legend?.includes('{{model}}'))) builder.dataLinks(modelLinks());
  return builder;
}

/** From a series of a model to its pages. */
function modelLinks(): DashboardLinkBuilder[] {
  const model = '${__field.labels.model}';
  const to = (title: string, url: string) =>
    new DashboardLinkBuilder(title).url(url).targetBlank(true).type(DashboardLinkType.Link);
  return [
    to('Report of the model', `\${console_url}/models/${model}/report`),
    to('The model in the console', `\${console_url}/#/models/${model}/watch`),
  ];
}

function lastValue(): common.ReduceDataOptionsBuilder {
  return new common.ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']);
}

function listLegend(): common.VizLegendOptionsBuilder {
  return new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.Table)
    .placement(common.LegendPlacement.Bottom)
    .calcs(['lastNotNull', 'mean', 'max']);
}
