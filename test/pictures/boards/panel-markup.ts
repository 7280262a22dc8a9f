import { type Content, html } from '@plumbline/plots';
import type { AnsweredPanel, Line } from './answers.js';
import { trendNames } from './charts.js';
import { seriesColour, thresholdColour } from './colours.js';
import { inUnit } from './units.js';

/** The heights of rows in pixels, by which long lists are cut: Grafana scrolls them. */
const LEGEND_ROWS = 4;
const LIST_ROW_PX = 27;

/** What a panel shows beside or in place of a chart. `height` is that of its body in pixels. */
export function panelMarkup(panel: AnsweredPanel, height: number): Content {
  if (panel.lines.length === 0)
    return html`<p class="empty">${panel.fieldConfig?.defaults.noValue ?? 'No data'}</p>`;
  switch (panel.type) {
    case 'timeseries':
      return [chartElement(String(panel.id)), legend(panel)];
    case 'trend':
      return [chartElement(String(panel.id)), trendLegend(panel)];
    case 'heatmap':
      return chartElement(String(panel.id));
    case 'stat':
      return numbers(panel, (line, place) => [
        bigNumber(panel, line),
        line.values.length > 1 && html`<div class="spark" data-chart="${panel.id}-${place}"></div>`,
      ]);
    case 'gauge':
      return numbers(panel, (line) => [dial(panel, line), bigNumber(panel, line)]);
    case 'bargauge':
      return barList(panel, Math.floor(height / LIST_ROW_PX));
    case 'table':
      return tableOf(panel, Math.floor(height / LIST_ROW_PX) - 1);
    default:
      throw new Error(`Panels of the type ${panel.type} cannot be drawn.`);
  }
}

/** The last known value. */
export function lastOf({ values }: Line): number {
  return values.findLast((value) => value !== null) ?? 0;
}

/** A value as its panel shows it: mapped to a text, or with its unit. */
function shown(value: number, { fieldConfig }: AnsweredPanel): string {
  const { mappings = [], unit } = fieldConfig?.defaults ?? {};
  const mapped = mappings
    .map(({ options }) => options[String(value)]?.text)
    .find((text) => text !== undefined);
  return mapped ?? inUnit(value, unit);
}

function chartElement(name: string): Content {
  return html`<div class="chart" data-chart="${name}"></div>`;
}

/** Mean, largest and last value of each line. */
function legend(panel: AnsweredPanel): Content {
  const figures = ({ values }: Line) => {
    const known = values.filter((value) => value !== null);
    return [
      known.reduce((sum, value) => sum + value, 0) / known.length,
      Math.max(...known),
      known.at(-1) ?? 0,
    ];
  };
  const rows = panel.lines.slice(0, LEGEND_ROWS).map(
    (line, place) =>
      html`<tr>
        <th>${swatch(place)}${line.name}</th>
        ${figures(line).map((value) => html`<td>${shown(value, panel)}</td>`)}
      </tr>`,
  );
  const more = panel.lines.length - LEGEND_ROWS;
  return html`<table class="legend">
    <tr>
      <th>${more > 0 && `${more} more`}</th>
      <td>mean</td>
      <td>max</td>
      <td>last</td>
    </tr>
    ${rows}
  </table>`;
}

function trendLegend(panel: AnsweredPanel): Content {
  const names = trendNames(panel).map(
    (name, place) =>
      html`<tr>
        <th>${swatch(place)}${name}</th>
      </tr>`,
  );
  return html`<table class="legend">
    ${names}
  </table>`;
}

function swatch(place: number): Content {
  return html`<i style="background:${seriesColour(place)}"></i>`;
}

/** One box for each line, the larger the fewer there are. */
function numbers(panel: AnsweredPanel, content: (line: Line, place: number) => Content): Content {
  const size = [1, 4, 9].findIndex((most) => panel.lines.length <= most);
  return html`<div class="numbers size-${size}">
    ${panel.lines.map(
      (line, place) =>
        html`<div class="number">
          ${panel.lines.length > 1 && html`<span class="name">${line.name}</span>`}${content(line, place)}
        </div>`,
    )}
  </div>`;
}

function bigNumber(panel: AnsweredPanel, line: Line): Content {
  const value = lastOf(line);
  const colour = thresholdColour(value, panel.fieldConfig?.defaults.thresholds);
  return html`<b style="color:${colour}">${shown(value, panel)}</b>`;
}

/** The part of the panel's range, from 0 to 1, that a value fills. */
function partOf(panel: AnsweredPanel, value: number): number {
  const largest = Math.max(...panel.lines.map(lastOf));
  const { min = 0, max = largest } = panel.fieldConfig?.defaults ?? {};
  return max === min ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min)));
}

function dial(panel: AnsweredPanel, line: Line): Content {
  const value = lastOf(line);
  const colour = thresholdColour(value, panel.fieldConfig?.defaults.thresholds);
  const arc = 'M8 50 A42 42 0 0 1 92 50';
  // The length of the arc is 100.
  return html`<svg class="dial" viewBox="0 0 100 56">
    <path d="${arc}" pathLength="100" />
    <path
      d="${arc}"
      pathLength="100"
      style="stroke:${colour};stroke-dasharray:${partOf(panel, value) * 100} 200"
    />
  </svg>`;
}

function barList(panel: AnsweredPanel, most: number): Content {
  return panel.lines.slice(0, most).map((line) => {
    const value = lastOf(line);
    const colour = thresholdColour(value, panel.fieldConfig?.defaults.thresholds);
    return html`<div class="bar">
      <span class="name">${line.name}</span>
      <span class="track"
        ><span style="width:${partOf(panel, value) * 100}%;background:${colour}"></span
      ></span>
      <b style="color:${colour}">${shown(value, panel)}</b>
    </div>`;
  });
}

/** The labels that the transformation of the panel keeps, in its order. */
function tableOf(panel: AnsweredPanel, most: number): Content {
  const order = panel.transformations?.find(({ id }) => id === 'organize')?.options['indexByName'] ?? {};
  const columns = Object.keys(order);
  return html`<table class="rows">
    <tr>
      ${columns.map((column) => html`<th>${column}</th>`)}
    </tr>
    ${panel.lines.slice(0, most).map(
      ({ labels }) =>
        html`<tr>
          ${columns.map((column) => html`<td>${labels[column] ?? ''}</td>`)}
        </tr>`,
    )}
  </table>`;
}
