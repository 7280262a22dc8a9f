import { EVENTS, type Figure, type LoopEvent, type LoopState } from '../loop/index.js';
import { bar } from '../terminal/index.js';
import type { Progress } from '../traffic/index.js';

const MAX_COLUMNS = 80;
const LABEL_CELLS = 9;
const BAR_CELLS = 20;
const DONE = ['success', 'skipped', 'failed', 'upstream_failed', 'removed'];

/** What the demonstration shows at a moment. */
export interface Moment {
  readonly model: string;
  /** What the model is judged by. */
  readonly figure: Pick<Figure, 'name' | 'alert'>;
  /** All durations are divided by it. */
  readonly factor: number;
  /** How long the alert is pending, in seconds. */
  readonly firingDelayS: number;
  /** Since everything was running. */
  readonly elapsedMs: number;
  readonly state?: LoopState;
  readonly traffic?: Pick<Progress, 'sent' | 'ratePerS'>;
  readonly events: readonly LoopEvent[];
}

const NOTHING_KNOWN: LoopState = { versions: [], retrains: 0, tasks: [] };

/** The lines of a moment, none longer than the terminal is wide, or 80 columns. */
export function viewOf(moment: Moment, columns = MAX_COLUMNS): string[] {
  const width = Math.min(MAX_COLUMNS, columns - 1);
  const title = `Plumbline, ${moment.factor} times faster than in production`;
  const clock = clockOf(moment.elapsedMs);
  return [
    `${title}${clock.padStart(Math.max(1, width - title.length))}`,
    '',
    ...figures(moment),
    '',
    ...steps(moment.events),
  ].map((line) => line.slice(0, width));
}

/** The moment in one line, for where lines cannot be redrawn. */
export function lineOf({ model, figure, state = NOTHING_KNOWN, traffic, elapsedMs }: Moment): string {
  const { value, drift, alert, retrain, champion, tasks } = state;
  const progress = tasks.length > 0 ? ` ${countDone(tasks)}/${tasks.length} tasks` : '';
  return [
    clockOf(elapsedMs),
    model,
    `${traffic?.sent ?? 0} rows`,
    `${figure.name} ${number(value)}`,
    `drift ${percent(drift)}`,
    `alert ${alert ?? 'none'}`,
    `run ${retrain?.state ?? 'none'}${progress}`,
    `version ${champion ?? '?'}`,
  ].join('  ');
}

function figures({ model, figure, state = NOTHING_KNOWN, traffic, events, firingDelayS }: Moment): string[] {
  const { value, before, labelled, drift, alert, retrain } = state;
  const hasDrifted = events.some(({ name }) => name === EVENTS.drift);
  const change = hasDrifted ? ', labels mean something else' : '';
  return [
    row('traffic', `${model}  ${traffic?.sent ?? 0} rows  ${number(traffic?.ratePerS, 0)}/s${change}`),
    row(
      figure.name,
      `${figure.name === 'F1' ? `${bar(value, BAR_CELLS)} ` : ''}${number(value)}  ${number(before)} before, ${labelled ?? 0} labelled`,
    ),
    row('drift', `${bar(drift, BAR_CELLS)} ${percent(drift)} of the features drift`),
    row('alert', alertOf(figure.alert, alert, firingDelayS)),
    row(
      'run',
      retrain === undefined ? 'none' : `${retrain.state}${retrain.reason ? `: ${retrain.reason}` : ''}`,
    ),
    row('tasks', tasksOf(state.tasks)),
    row('version', versionOf(state)),
  ];
}

function alertOf(name: string, state: string | undefined, firingDelayS: number): string {
  if (state === 'pending') return `${name} is pending; it fires after ${firingDelayS} s`;
  return state === 'firing' ? `${name} fires` : `${name} is silent`;
}

function tasksOf(tasks: LoopState['tasks']): string {
  if (tasks.length === 0) return 'none';
  const current = tasks.filter(({ state }) => state !== null && !DONE.includes(state)).map(({ id }) => id);
  const done = countDone(tasks);
  return `${bar(done / tasks.length, BAR_CELLS)} ${done}/${tasks.length}  ${[...new Set(current)].join(', ')}`;
}

function countDone(tasks: LoopState['tasks']): number {
  return tasks.filter(({ state }) => state !== null && DONE.includes(state)).length;
}

function versionOf({ champion, versions }: LoopState): string {
  if (champion === undefined) return '?';
  const others = versions.filter((version) => version !== champion);
  return `${champion} is champion${others.length > 0 ? `, beside ${others.join(', ')}` : ''}`;
}

function steps(events: readonly LoopEvent[]): string[] {
  const names = Object.values(EVENTS);
  const next = names.find((name) => events.every((event) => event.name !== name));
  return names.map((name) => {
    const event = events.find((each) => each.name === name);
    if (event === undefined) return `${name === next ? ' >' : '  '}         ${name}`;
    const detail = name === EVENTS.ready || event.detail === '' ? '' : `  ${event.detail}`;
    return ` + ${clockOf(event.atMs).padStart(6)}  ${name}${detail}`;
  });
}

function row(label: string, text: string): string {
  return ` ${label.padEnd(LABEL_CELLS)}${text}`;
}

function number(value: number | undefined, digits = 3): string {
  return value === undefined ? '?' : value.toFixed(digits);
}

function percent(share: number | undefined): string {
  return share === undefined ? '?' : `${(100 * share).toFixed(0)} %`;
}

function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
