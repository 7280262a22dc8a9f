import type { BinShare } from './bin-shares.js';
import { axisPercent, percent, shortened } from './figures.js';
import { html, type Html } from './html.js';
import { plot, type PlotFrame } from './plot.js';
import { linearScale, type Scale, tenths, ticks } from './scale.js';

const WIDTH = 320;
const LEFT = 104;
const RIGHT = 300;
const TOP = 4;
const ROW = 19;
const LABEL_LENGTH = 15;

/** Bars lying below one another, for categories that are many or have long names. */
export function rowPlot(
  frame: Pick<PlotFrame, 'id' | 'title' | 'description'>,
  shares: readonly BinShare[],
): Html {
  const levels = ticks(
    [0, Math.max(0.01, ...shares.flatMap(({ reference, current }) => [reference, current]))],
    3,
  );
  const x = linearScale([0, levels.at(-1) ?? 1], LEFT, RIGHT);
  const bottom = TOP + shares.length * ROW;
  return plot({ ...frame, width: WIDTH, height: bottom + 20 }, [
    levels.map((level) => gridLine(level, x, bottom)),
    shares.map((share, index) => pairOfBars(share, TOP + index * ROW, x)),
  ]);
}

function gridLine(level: number, x: Scale, bottom: number): Html {
  return html`<line class="grid" x1="${x(level)}" x2="${x(level)}" y1="${TOP}" y2="${bottom}" /><text
      class="tick middle"
      x="${x(level)}"
      y="${bottom + 14}"
      >${axisPercent(level)}</text
    >`;
}

function pairOfBars(share: BinShare, top: number, x: Scale): Html {
  const bar = (kind: string, value: number, height: number) =>
    html`<rect
      class="${kind}"
      x="${LEFT}"
      width="${tenths(x(value) - LEFT)}"
      y="${top + (ROW - height) / 2}"
      height="${height}"
    />`;
  return html`<g
    ><title>${share.label}: reference ${percent(share.reference)}, current ${percent(share.current)}</title
    ><text class="tick end" x="${LEFT - 6}" y="${top + ROW / 2 + 4}"
      >${shortened(share.label, LABEL_LENGTH)}</text
    >${bar('reference', share.reference, 14)}${bar('current', share.current, 6)}</g
  >`;
}
