import { scaleBand } from 'd3-scale';
import { axisPercent, figure, percent, shortened } from './figures.js';
import { html, type Html } from './html.js';
import type { BinShare } from './bin-shares.js';
import { plot, type PlotFrame } from './plot.js';
import { plotScale, type Scale, tenths } from './scale.js';

type Frame = Pick<PlotFrame, 'id' | 'title' | 'description'>;

const WIDTH = 320;
const STEPS = 2;
const UPRIGHT = { height: 150, left: 38, right: 316, top: 8, bottom: 126 };
/** Share of its place that the wide bar takes. */
const WIDE = 0.84;
const SLIM = 0.4;
/** How many edges of numeric bins fit below the plot. */
const MAX_EDGES = 5;
/** Approximate width of a character of a label, in pixels. */
const CHARACTER = 6.2;

const FLAT = { left: 104, right: 300, top: 4, row: 19, wide: 14, slim: 6 };
const MAX_LABEL_LENGTH = 15;

/** Upright bars: for each bin a wide outlined bar of the reference, and in front a slim filled one of the current rows. */
export function columnPlot(frame: Frame, shares: readonly BinShare[], edges: readonly number[] | null): Html {
  const { height, left, right, bottom, top } = UPRIGHT;
  const y = shareScale(shares, [bottom, top]);
  const x = scaleBand(shares.keys(), [left, right])
    .paddingInner(1 - WIDE)
    .paddingOuter((1 - WIDE) / 2);
  const middle = (index: number) => (x(index) ?? 0) + x.bandwidth() / 2;
  return plot({ ...frame, width: WIDTH, height }, [
    y.ticks(STEPS).map((level) => levelLine(level, y(level))),
    shares.map((share, index) =>
      pairOfBars(share, (kind, value) => {
        const width = x.step() * (kind === 'reference' ? WIDE : SLIM);
        return html`<rect
          class="${kind}"
          x="${tenths(middle(index) - width / 2)}"
          width="${tenths(width)}"
          y="${y(value)}"
          height="${tenths(bottom - y(value))}"
        />`;
      }),
    ),
    edges === null
      ? shares.map(({ label }, index) => binLabel(label, middle(index), x.step()))
      : edgeLabels(edges, (index) => left + (index + 1) * x.step()),
  ]);
}

/** Flat bars, one row for each bin: for categories that are many or have long names. */
export function rowPlot(frame: Frame, shares: readonly BinShare[]): Html {
  const { left, right, top, row, wide, slim } = FLAT;
  const bottom = top + shares.length * row;
  const x = shareScale(shares, [left, right]);
  return plot({ ...frame, width: WIDTH, height: bottom + 20 }, [
    x
      .ticks(STEPS)
      .map(
        (level) =>
          html`<line class="grid" x1="${x(level)}" x2="${x(level)}" y1="${top}" y2="${bottom}" /><text
              class="tick middle"
              x="${x(level)}"
              y="${bottom + 14}"
              >${axisPercent(level)}</text
            >`,
      ),
    shares.map((share, index) => [
      html`<text class="tick end" x="${left - 6}" y="${top + (index + 0.5) * row + 4}"
        >${shortened(share.label, MAX_LABEL_LENGTH)}</text
      >`,
      pairOfBars(share, (kind, value) => {
        const height = kind === 'reference' ? wide : slim;
        return html`<rect
          class="${kind}"
          x="${left}"
          width="${tenths(x(value) - left)}"
          y="${top + index * row + (row - height) / 2}"
          height="${height}"
        />`;
      }),
    ]),
  ]);
}

/** From 0 to the first round share that no bar exceeds. */
function shareScale(shares: readonly BinShare[], range: readonly [number, number]): Scale {
  const largest = Math.max(0.01, ...shares.flatMap(({ reference, current }) => [reference, current]));
  return plotScale([0, largest], range).nice(STEPS);
}

function levelLine(level: number, y: number): Html {
  const { left, right } = UPRIGHT;
  return html`<line class="grid" x1="${left}" x2="${right}" y1="${y}" y2="${y}" /><text
      class="tick end"
      x="${left - 5}"
      y="${y + 4}"
      >${axisPercent(level)}</text
    >`;
}

function pairOfBars(
  { label, reference, current }: BinShare,
  bar: (kind: 'reference' | 'current', share: number) => Html,
): Html {
  return html`<g
    ><title>${label}: reference ${percent(reference)}, current ${percent(current)}</title
    >${bar('reference', reference)}${bar('current', current)}</g
  >`;
}

function binLabel(label: string, x: number, width: number): Html {
  const text = shortened(label, Math.max(1, Math.floor(width / CHARACTER)));
  return html`<text class="tick middle" x="${tenths(x)}" y="${UPRIGHT.bottom + 16}">${text}</text>`;
}

/** Inner edges stand between their bins. Of many edges only some have a label. */
function edgeLabels(edges: readonly number[], placeOf: (index: number) => number): Html[] {
  const { bottom } = UPRIGHT;
  const every = Math.max(1, Math.ceil(edges.length / MAX_EDGES));
  const offset = Math.floor(((edges.length - 1) % every) / 2);
  return edges.flatMap((edge, index) => {
    if ((index - offset) % every !== 0) return [];
    const x = tenths(placeOf(index));
    return html`<line class="axis" x1="${x}" x2="${x}" y1="${bottom}" y2="${bottom + 4}" /><text
        class="tick middle"
        x="${x}"
        y="${bottom + 16}"
        >${figure(edge)}</text
      >`;
  });
}
