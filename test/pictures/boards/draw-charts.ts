interface Tick {
  readonly at: number;
  readonly text: string;
}

/** A chart as plain data, so that it can be passed to the page that draws it. */
export interface Chart {
  readonly x: readonly number[];
  readonly xTicks: readonly Tick[];
  readonly y: { readonly range: readonly [number, number]; readonly ticks: readonly Tick[] };
  readonly lines: readonly {
    readonly values: readonly (number | null)[];
    readonly colour: string;
    /** The opacity of the area below. */
    readonly fill: number;
    readonly hasPoints?: boolean;
  }[];
  readonly isStacked?: boolean;
  /** Without axes. */
  readonly isBare?: boolean;
  /** Vertical lines. */
  readonly marks: readonly { readonly at: number; readonly colour: string }[];
  /** Rows of a heat map from the bottom up, in place of lines. */
  readonly cells?: readonly (readonly number[])[];
}

/** What of the page and of uPlot is used: tests are compiled without the types of a browser. */
interface Canvas {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  globalAlpha: number;
  save(): void;
  restore(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  setLineDash(lengths: number[]): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  stroke(): void;
}
interface Drawn {
  readonly ctx: Canvas;
  readonly bbox: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  valToPos(value: number, scale: string, isCanvas: boolean): number;
}
declare const uPlot: new (options: object, data: unknown, target: object) => Drawn;
declare const document: {
  querySelector(selector: string): { readonly clientWidth: number; readonly clientHeight: number } | null;
};

const axis = () => ({
  stroke: '#52606d',
  font: '11px system-ui, sans-serif',
  grid: { stroke: '#e8ecef', width: 1 },
  ticks: { show: false },
});

function faded(colour: string, opacity: number): string {
  const digits = Math.round(opacity * 255).toString(16);
  return colour + digits.padStart(2, '0');
}

function drawCells(drawn: Drawn, { x, cells = [] }: Chart): void {
  const { ctx, bbox } = drawn;
  const most = Math.max(...cells.flat());
  const width = bbox.width / x.length;
  const height = bbox.height / cells.length;
  ctx.fillStyle = '#c25e00';
  cells.forEach((row, place) =>
    row.forEach((value, at) => {
      if (value === 0) return;
      ctx.globalAlpha = 0.12 + 0.88 * (value / most);
      const top = drawn.valToPos(place + 1, 'y', true);
      ctx.fillRect(bbox.left + at * width, top, Math.ceil(width), Math.ceil(height));
    }),
  );
  ctx.globalAlpha = 1;
}

function drawMarks(drawn: Drawn, { marks }: Chart): void {
  const { ctx, bbox } = drawn;
  ctx.lineWidth = 1;
  ctx.setLineDash([4, 3]);
  for (const { at, colour } of marks) {
    const x = drawn.valToPos(at, 'x', true);
    ctx.strokeStyle = colour;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
}

function axesOf({ xTicks, y, isBare }: Chart): object[] {
  if (isBare) return [{ show: false }, { show: false }];
  return [
    { ticks: xTicks, size: 24 },
    { ticks: y.ticks, size: 62 },
  ].map(({ ticks, size }) => ({
    ...axis(),
    size,
    splits: () => ticks.map(({ at }) => at),
    values: () => ticks.map(({ text }) => text),
  }));
}

function optionsOf(chart: Chart, width: number, height: number): object {
  return {
    ...{ width, height, legend: { show: false }, cursor: { show: false } },
    ...(chart.isBare && { padding: [0, 0, 0, 0] }),
    axes: axesOf(chart),
    scales: {
      x: { time: false, range: () => [chart.x[0], chart.x.at(-1)] },
      y: { range: () => [...chart.y.range] },
    },
    series: [
      {},
      ...chart.lines.map(({ colour, fill, hasPoints = false }) => ({
        ...{ stroke: colour, width: 1.5, points: { show: hasPoints, size: 5 } },
        ...(fill > 0 && { fill: faded(colour, fill) }),
      })),
    ],
    bands: chart.isStacked
      ? chart.lines.slice(1).map(({ colour, fill }, place) => ({
          series: [place + 2, place + 1],
          fill: faded(colour, fill),
        }))
      : [],
    hooks: {
      draw: [
        (drawn: Drawn) => {
          drawn.ctx.save();
          drawCells(drawn, chart);
          drawMarks(drawn, chart);
          drawn.ctx.restore();
        },
      ],
    },
  };
}

/** Draws charts into the elements of the page that their `data-chart` names. */
function drawCharts(charts: Readonly<Record<string, Chart>>): void {
  for (const [name, chart] of Object.entries(charts)) {
    const element = document.querySelector(`[data-chart="${name}"]`);
    if (element === null) throw new Error(`There is no element for the chart ${name}.`);
    // Too small for it, as a past below many numbers.
    if (element.clientHeight === 0) continue;
    const data = [chart.x, ...chart.lines.map(({ values }) => values)];
    new uPlot(optionsOf(chart, element.clientWidth, element.clientHeight), data, element);
  }
}

/** The script that draws charts in a page which has uPlot: the functions above as text. */
export function drawingScript(charts: Readonly<Record<string, Chart>>): string {
  const parts = [faded, drawCells, drawMarks, axesOf, optionsOf, drawCharts].map(String);
  return `${parts.join('\n')}\nconst axis = ${String(axis)};\ndrawCharts(${JSON.stringify(charts)});`;
}
