import type { BinShare } from './bin-shares.js';
import { axisPercent, figure, percent, shortened } from './figures.js';
import { html, type Html } from './html.js';
import { plot, type PlotFrame } from './plot.js';
import { linearScale, type Scale, tenths, ticks } from './scale.js';

const WIDTH = 320;
const HEIGHT = 150;
const LEFT = 38;
const RIGHT = 316;
const TOP = 8;
const BOTTOM = 126;
/** How many edges of numeric bins fit below the plot. */
const MOST_EDGES = 5;
/** Pixels of a character of a label, roughly. */
const CHARACTER = 6.2;

/** Bars standing side by side: wide outlined ones of the reference, slim solid ones of the current rows before them. */
export function barPlot(
  frame: Pick<PlotFrame, 'id' | 'title' | 'description'>,
  shares: readonly BinShare[],
  edges: readonly number[] | null,
): Html {
  const levels = ticks(
    [0, Math.max(0.01, ...shares.flatMap(({ reference, current }) => [reference, current]))],
    3,
  );
  const y = linearScale([0, levels.at(-1) ?? 1], BOTTOM, TOP);
  const step = (RIGHT - LEFT) / Math.max(1, shares.length);
  return plot({ ...frame, width: WIDTH, height: HEIGHT }, [
    levels.map((level) => gridLine(level, y)),
    shares.map((share, index) => pairOfBars(share, { x: LEFT + index * step, step, y })),
    edges === null ? shares.map((share, index) => binLabel(share, index, step)) : edgeLabels(edges, step),
  ]);
}

function gridLine(level: number, y: Scale): Html {
  return html`<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${y(level)}" y2="${y(level)}" /><text
      class="tick end"
      x="${LEFT - 5}"
      y="${y(level) + 4}"
      >${axisPercent(level)}</text
    >`;
}

function pairOfBars(share: BinShare, { x, step, y }: { x: number; step: number; y: Scale }): Html {
  const bar = (kind: string, value: number, width: number) =>
    html`<rect
      class="${kind}"
      x="${tenths(x + (step - width) / 2)}"
      width="${tenths(width)}"
      y="${y(value)}"
      height="${tenths(BOTTOM - y(value))}"
    />`;
  return html`<g
    ><title>${share.label}: reference ${percent(share.reference)}, current ${percent(share.current)}</title
    >${bar('reference', share.reference, step * 0.84)}${bar('current', share.current, step * 0.4)}</g
  >`;
}

function binLabel({ label }: BinShare, index: number, step: number): Html {
  const text = shortened(label, Math.max(1, Math.floor(step / CHARACTER)));
  return html`<text class="tick middle" x="${tenths(LEFT + (index + 0.5) * step)}" y="${BOTTOM + 16}"
    >${text}</text
  >`;
}

/** Inner edges stand between their bins; of many only some are named. */
function edgeLabels(edges: readonly number[], step: number): Html[] {
  const every = Math.max(1, Math.ceil(edges.length / MOST_EDGES));
  const offset = Math.floor(((edges.length - 1) % every) / 2);
  return edges.flatMap((edge, index) => {
    if ((index - offset) % every !== 0) return [];
    const x = tenths(LEFT + (index + 1) * step);
    return html`<line class="axis" x1="${x}" x2="${x}" y1="${BOTTOM}" y2="${BOTTOM + 4}" /><text
        class="tick middle"
        x="${x}"
        y="${BOTTOM + 16}"
        >${figure(edge)}</text
      >`;
  });
}
