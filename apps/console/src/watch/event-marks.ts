import uPlot from 'uplot';
import type { HistoryEvent } from './answers.js';
import type { Colours } from './colours.js';

const FONT_PX = 11;
const MAX_LENGTH = 26;
/** Names that would cover others move down, and are left out below this row. */
const ROWS = 3;

/** Draws events as lines from the time axis up, with their names at the top where there is room. */
export function drawEvents(chart: uPlot, events: readonly HistoryEvent[], colours: Colours): void {
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  const ends = Array.from({ length: ROWS }, () => -Infinity);
  ctx.save();
  ctx.font = `${FONT_PX * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  for (const event of events) {
    const x = chart.valToPos(Date.parse(event.at) / 1000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const colour = event.kind === 'alert' ? colours.alarm : colours.muted;
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const name = event.title.length > MAX_LENGTH ? `${event.title.slice(0, MAX_LENGTH - 1)}…` : event.title;
    const width = ctx.measureText(name).width + 8 * ratio;
    const left = Math.min(x + 4 * ratio, bbox.left + bbox.width - width);
    const row = ends.findIndex((end) => end < left);
    if (row === -1 || left < bbox.left) continue;
    ends[row] = left + width;
    ctx.fillText(name, left, bbox.top + (row + 1) * (FONT_PX + 3) * ratio);
  }
  ctx.restore();
}
