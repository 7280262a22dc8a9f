import { numbersTable } from '@plumbline/plots';
import type { EvaluationPoint } from '../../evaluation/index.js';
import { figure, moment } from '../../words/index.js';
import { html, type Html, type ModelReport } from '../text/index.js';
import { lineChart, type LineChart } from './line-chart.js';

/** Of more points than a screen can show, only some are drawn. */
const MAX_POINTS = 240;
const MAX_NUMBERS = 40;

const MEASURED = ['Evaluated', 'With labels'];
const ESTIMATED = ['Without labels', 'Band'];

/** F1 or error over time, with labels and estimated without them; undefined when there is none. */
export function qualityOverTime({ history, baseline, task, average }: ModelReport): Html | undefined {
  if (history === null)
    return html`<p class="note">The history is not available: the database does not respond.</p>`;
  const known = history.filter(({ realised, estimated }) => realised !== null || estimated !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const points = thinned(history, MAX_POINTS);
  const name = task === 'regression' ? 'Mean absolute error' : `F1 (${average})`;
  const chart = chartOf(points, baseline, task === 'regression' ? Number.POSITIVE_INFINITY : 1);
  const isEstimated = known.some(({ estimated }) => estimated !== null);
  const numbers = thinned(known, MAX_NUMBERS).map((point) =>
    rowOf(point).slice(0, isEstimated ? undefined : MEASURED.length),
  );
  const frame = { title: `${name} over time`, description: textOf(name, first, last) };
  return html`<figure>
    ${lineChart({ ...frame, id: 'time-wide', kind: 'wide', width: 1080, height: 260 }, chart)}
    ${lineChart({ ...frame, id: 'time-narrow', kind: 'narrow', width: 340, height: 210 }, chart)}
    <figcaption class="legend">${legend(name, chart)}</figcaption>
    ${numbersTable(`${name} over time`, isEstimated ? [...MEASURED, ...ESTIMATED] : MEASURED, numbers)}
  </figure>`;
}

function chartOf(points: readonly EvaluationPoint[], baseline: number | null, largest: number): LineChart {
  const at = ({ at: iso }: EvaluationPoint) => Date.parse(iso);
  return {
    limits: [0, largest],
    level: baseline,
    band: points.map((point) => ({
      timeMs: at(point),
      lower: point.estimatedLower,
      upper: point.estimatedUpper,
    })),
    lines: [
      { kind: 'estimated', values: points.map((point) => ({ timeMs: at(point), value: point.estimated })) },
      { kind: 'realised', values: points.map((point) => ({ timeMs: at(point), value: point.realised })) },
    ],
  };
}

function legend(name: string, { band, level, lines }: LineChart): Html[] {
  const isDrawn = (kind: string) =>
    lines.some((line) => line.kind === kind && line.values.some(({ value }) => value !== null));
  const entries = [
    isDrawn('realised') && (['realised', `${name} with labels`] as const),
    isDrawn('estimated') && (['estimated', `${name} estimated without labels`] as const),
    band.some(({ lower }) => lower !== null) && (['band', 'its confidence band'] as const),
    level !== null && (['level', 'at registration'] as const),
  ].filter((entry) => entry !== false);
  return entries.map(
    ([kind, text]) =>
      html`<span
        ><svg class="swatch" viewBox="0 0 22 10" aria-hidden="true" focusable="false">
          ${kind === 'band' ? html`<rect class="band" width="22" height="10" />` : html`<path class="${kind}" d="M0 5H22" />`}</svg
        >${text}</span
      >`,
  );
}

function textOf(name: string, first: EvaluationPoint, last: EvaluationPoint): string {
  const value = ({ realised, estimated }: EvaluationPoint) => figure(realised ?? estimated);
  return `${name} from ${moment(first.at)} to ${moment(last.at)}: ${value(first)} at the start, ${value(last)} at the end.`;
}

function rowOf({ at, realised, estimated, estimatedLower, estimatedUpper }: EvaluationPoint): string[] {
  return [
    moment(at),
    figure(realised),
    figure(estimated),
    `${figure(estimatedLower)} to ${figure(estimatedUpper)}`,
  ];
}

/** At most `limit` points, evenly spread. The last one always stays. */
function thinned<Point>(points: readonly Point[], limit: number): Point[] {
  const every = Math.ceil(points.length / limit);
  return points.filter((_, index) => (points.length - 1 - index) % every === 0);
}
