import { html, trusted } from '@plumbline/plots';
import type { AnsweredBoard, AnsweredPanel } from './answers.js';
import { chartOf, sparkline } from './charts.js';
import { thresholdColour } from './colours.js';
import type { Chart } from './draw-charts.js';
import { lastOf, panelMarkup } from './panel-markup.js';

/** The width of a picture, and what a row of Grafana's grid and the space between panels take, in pixels. */
export const WIDTH_PX = 1_240;
const ROW_PX = 26;
const GAP_PX = 8;
const TITLE_PX = 34;
const GRID_COLUMNS = 24;
/** Panels up to this width have room for one figure in the legend. */
const NARROW_COLUMNS = 8;

const STYLE = `
  * { box-sizing: border-box; margin: 0; }
  body { width: ${WIDTH_PX}px; padding: 16px; background: #f5f7f8; color: #14202b; font: 12px/1.35 system-ui, sans-serif; }
  h1 { font-size: 18px; }
  header p { color: #52606d; margin: 2px 0 12px; }
  main { display: grid; grid-template-columns: repeat(${GRID_COLUMNS}, 1fr); grid-auto-rows: ${ROW_PX}px; gap: ${GAP_PX}px; }
  h2 { font-size: 14px; align-self: end; }
  section { background: #fff; border: 1px solid #dde3e8; border-radius: 6px; padding: 8px 10px; display: flex; flex-direction: column; overflow: hidden; min-width: 0; }
  h3 { font-size: 12px; height: ${TITLE_PX - 16}px; flex: none; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .chart { flex: 1; min-height: 0; overflow: hidden; }
  .empty { margin: auto; color: #52606d; }
  table { border-collapse: collapse; width: 100%; }
  th { text-align: left; font-weight: normal; }
  .legend { font-size: 11px; flex: none; table-layout: fixed; }
  .legend th { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .legend td { width: 86px; text-align: right; white-space: nowrap; }
  .narrow .legend td:not(:last-child) { display: none; }
  .legend tr:first-child { color: #52606d; }
  .legend i { display: inline-block; width: 12px; height: 3px; border-radius: 2px; margin: 0 6px 3px 0; }
  .rows td, .rows th { padding: 4px 10px 4px 0; border-bottom: 1px solid #eef1f3; white-space: nowrap; }
  .rows th { color: #52606d; }
  .rows td:first-child { color: #0b6e75; }
  .numbers { flex: 1; display: grid; grid-template-columns: repeat(auto-fit, minmax(92px, 1fr)); gap: 2px 10px; min-height: 0; }
  .number { display: flex; flex-direction: column; justify-content: center; align-items: center; min-width: 0; min-height: 0; position: relative; }
  .number b { font-size: 13px; line-height: 1.2; white-space: nowrap; }
  .size-0 b { font-size: 34px; } .size-1 b { font-size: 20px; } .size-2 b { font-size: 16px; }
  .name { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 11px; color: #52606d; }
  .spark { width: 100%; height: 26px; flex: 0 1 26px; min-height: 0; overflow: hidden; }
  .size--1 .spark, .size-2 .spark { display: none; }
  .dial { width: 100%; max-width: 130px; flex: 1; min-height: 0; }
  .dial path { fill: none; stroke: #e8ecef; stroke-width: 9; }
  .bar { display: flex; gap: 8px; align-items: center; height: 25px; }
  .bar .name { width: 40%; flex: none; }
  .bar .track { flex: 1; background: #eef1f3; height: 14px; border-radius: 2px; overflow: hidden; }
  .bar .track span { display: block; height: 100%; }
  .bar b { width: 62px; text-align: right; white-space: nowrap; }
`;

/** A board as a page, with the charts that are drawn into it. */
export interface BoardPage {
  readonly markup: string;
  readonly charts: Readonly<Record<string, Chart>>;
}

/** The page of a board in the layout of Grafana's grid; `shown` says what was chosen at its top. */
export function boardPage(board: AnsweredBoard, shown: string): BoardPage {
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${board.title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${board.title}</h1>
          <p>${shown}</p>
        </header>
        <main>${board.panels.map(panelElement)}</main>
      </body>
    </html>`;
  return {
    markup: markup.toString(),
    charts: Object.fromEntries(board.panels.flatMap((panel) => chartsOf(panel, board))),
  };
}

function panelElement(panel: AnsweredPanel) {
  const { x, y, w, h } = panel.gridPos;
  const place = `grid-column:${x + 1}/span ${w};grid-row:${y + 1}/span ${h}`;
  if (panel.type === 'row') return html`<h2 style="${place}">${panel.title}</h2>`;
  const height = h * (ROW_PX + GAP_PX) - GAP_PX - TITLE_PX;
  return html`<section class="${w <= NARROW_COLUMNS && 'narrow'}" style="${place}" data-panel="${panel.id}">
    <h3>${panel.title}</h3>
    ${panelMarkup(panel, height)}
  </section>`;
}

function chartsOf(panel: AnsweredPanel, board: AnsweredBoard): [string, Chart][] {
  if (panel.lines.length === 0) return [];
  if (panel.type === 'stat') {
    return panel.lines
      .filter(({ values }) => values.length > 1)
      .map((line, place) => {
        const colour = thresholdColour(lastOf(line), panel.fieldConfig?.defaults.thresholds);
        return [`${panel.id}-${place}`, sparkline(line, colour, board.times)];
      });
  }
  const chart = chartOf(panel, board);
  return chart === undefined ? [] : [[String(panel.id), chart]];
}
