import type { Dashboard, Panel, Target } from '../../../monitoring/test/files.js';
import { substitute } from '../../../monitoring/test/promql.js';
import type { Prometheus, Sample, TimeRange } from '../../stack/prometheus.js';

/** A series as a panel shows it: one value for each time of the range, or only the last one. */
export interface Line {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

/** A panel with what Prometheus answered to its queries. */
export interface AnsweredPanel extends Panel {
  readonly lines: readonly Line[];
}

/** A moment that the time axes of a board show. */
export interface Mark {
  readonly atS: number;
  readonly color: string;
}

/** A dashboard with the answers to all of its queries. */
export interface AnsweredBoard {
  readonly title: string;
  readonly description: string;
  readonly times: readonly number[];
  readonly panels: readonly AnsweredPanel[];
  readonly marks: readonly Mark[];
}

/** Asks Prometheus what the dashboard asks for in a time range, with values for Grafana's variables, such as `$model`. */
export async function answerBoard(
  board: Dashboard,
  prometheus: Prometheus,
  range: TimeRange,
  variables: Readonly<Record<string, string>>,
): Promise<AnsweredBoard> {
  const times = timesOf(range);
  const panels: AnsweredPanel[] = [];
  for (const panel of board.panels) {
    const lines: Line[] = [];
    for (const target of panel.targets ?? []) {
      const expr = substitute(target.expr, variables);
      const samples = target.instant
        ? await prometheus.query(expr, range.toS)
        : await prometheus.range(expr, range);
      lines.push(...samples.map((sample) => lineOf(sample, target, times)));
    }
    // NaN and Inf of an empty division show nothing.
    panels.push({ ...panel, lines: lines.filter(({ values }) => values.some((value) => value !== null)) });
  }
  const marks = await marksOf(board, prometheus, range);
  return { title: board.title, description: board.description, times, panels, marks };
}

function timesOf({ fromS, toS, stepS }: TimeRange): number[] {
  return Array.from({ length: Math.floor((toS - fromS) / stepS) + 1 }, (_, index) => fromS + index * stepS);
}

function lineOf({ metric, value, values }: Sample, target: Target, times: readonly number[]): Line {
  const name = nameOf(metric, target.legendFormat);
  if (value !== undefined) return { name, labels: metric, values: [finite(value[1])] };
  const byTime = new Map((values ?? []).map(([timeS, text]) => [Math.round(timeS * 1_000), finite(text)]));
  return {
    name,
    labels: metric,
    values: times.map((timeS) => byTime.get(Math.round(timeS * 1_000)) ?? null),
  };
}

function finite(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The name in a legend, as Grafana makes it; of a series without a format its labels. */
function nameOf(labels: Readonly<Record<string, string>>, format = '__auto'): string {
  if (format !== '__auto') {
    const text = format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '');
    return text.replace(/\s+/g, ' ').trim();
  }
  return Object.entries(labels)
    .filter(([label]) => label !== '__name__')
    .map(([, value]) => value)
    .join(' ');
}

/** The beginnings of what the annotations of a board mark. */
async function marksOf(board: Dashboard, prometheus: Prometheus, range: TimeRange): Promise<Mark[]> {
  const marks: Mark[] = [];
  for (const { expr, iconColor } of board.annotations.list ?? []) {
    const found = (await prometheus.range(expr, range)).flatMap(({ values = [] }) =>
      values
        .map(([timeS]) => timeS)
        .filter((timeS, index, all) => index === 0 || timeS - all[index - 1]! > range.stepS * 1.5),
    );
    marks.push(...[...new Set(found)].map((atS) => ({ atS, color: iconColor })));
  }
  return marks;
}
