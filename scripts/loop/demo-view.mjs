import { EVENTS } from './run-loop.mjs';

const MAX_COLUMNS = 80;
const LABEL_CELLS = 9;
const BAR_CELLS = 20;
const DONE = ['success', 'skipped', 'failed', 'upstream_failed', 'removed'];

/**
 * What the demonstration shows at a moment.
 * @typedef {object} Moment
 * @property {string} model
 * @property {number} factor by which all durations are divided
 * @property {number} forS how long ModelF1Drop waits
 * @property {number} elapsedMs since everything was running
 * @property {object} [state] what the observer saw last
 * @property {object} [traffic] the progress of the traffic
 * @property {{ name: string, detail: string, atMs: number }[]} events so far
 */

/**
 * The lines of a moment, none longer than the terminal is wide, or 80 columns.
 * @param {Moment} moment
 * @param {number} [columns]
 * @returns {string[]}
 */
export function viewOf(moment, columns = MAX_COLUMNS) {
  const width = Math.min(MAX_COLUMNS, columns - 1);
  const title = `Plumbline, ${moment.factor} times faster than in earnest`;
  const clock = clockOf(moment.elapsedMs);
  return [
    `${title}${clock.padStart(Math.max(1, width - title.length))}`,
    '',
    ...figures(moment),
    '',
    ...steps(moment.events),
  ].map((line) => line.slice(0, width));
}

/** One line for where no lines can be drawn over. @param {Moment} moment */
export function lineOf({ model, state = {}, traffic, elapsedMs }) {
  const { f1, drift, alert, retrain, champion, tasks = [] } = state;
  const done = tasks.filter((task) => DONE.includes(task.state)).length;
  return [
    clockOf(elapsedMs),
    model,
    `${traffic?.sent ?? 0} rows`,
    `F1 ${number(f1)}`,
    `drift ${percent(drift)}`,
    `alert ${alert ?? 'none'}`,
    `run ${retrain?.state ?? 'none'}${tasks.length > 0 ? ` ${done}/${tasks.length} tasks` : ''}`,
    `version ${champion ?? '?'}`,
  ].join('  ');
}

function figures({ model, state = {}, traffic, events, forS }) {
  const { f1, before, labelled, drift, alert, champion, versions = [], retrain } = state;
  const began = (name) => events.some((event) => event.name === name);
  const change = began(EVENTS.drift) ? ', labels mean something else' : '';
  const others = versions.filter((version) => version !== champion);
  return [
    row('traffic', `${model}  ${traffic?.sent ?? 0} rows  ${number(traffic?.ratePerS, 0)}/s${change}`),
    row('F1', `${bar(f1)} ${number(f1)}  ${number(before)} before, ${labelled ?? 0} labelled`),
    row('drift', `${bar(drift)} ${percent(drift)} of the features drift`),
    row('alert', alertOf(alert, forS)),
    row(
      'run',
      retrain === undefined ? 'none' : `${retrain.state}${retrain.reason ? `: ${retrain.reason}` : ''}`,
    ),
    row('tasks', tasksOf(state.tasks ?? [])),
    row(
      'version',
      champion === undefined
        ? '?'
        : `${champion} is champion${others.length ? `, beside ${others.join(', ')}` : ''}`,
    ),
  ];
}

function alertOf(state, forS) {
  const texts = { pending: `is pending; it fires after ${forS} s`, firing: 'fires' };
  return `ModelF1Drop ${texts[state] ?? 'is silent'}`;
}

function tasksOf(tasks) {
  if (tasks.length === 0) return 'none';
  const done = tasks.filter(({ state }) => DONE.includes(state)).length;
  const current = [...new Set(tasks.filter(({ state }) => isUnderWay(state)).map(({ id }) => id))];
  return `${bar(done / tasks.length)} ${done}/${tasks.length}  ${current.join(', ')}`;
}

const isUnderWay = (state) => state !== null && state !== undefined && !DONE.includes(state);

function steps(events) {
  const next = Object.values(EVENTS).find((name) => events.every((event) => event.name !== name));
  return Object.values(EVENTS).map((name) => {
    const event = events.find((each) => each.name === name);
    if (event === undefined) return `${name === next ? ' >' : '  '}         ${name}`;
    const detail = name === EVENTS.ready || event.detail === '' ? '' : `  ${event.detail}`;
    return ` + ${clockOf(event.atMs).padStart(6)}  ${name}${detail}`;
  });
}

function row(label, text) {
  return ` ${label.padEnd(LABEL_CELLS)}${text}`;
}

function bar(share) {
  if (share === undefined || !Number.isFinite(share)) return `[${' '.repeat(BAR_CELLS)}]`;
  const done = Math.round(BAR_CELLS * Math.min(1, Math.max(0, share)));
  return `[${'#'.repeat(done)}${'-'.repeat(BAR_CELLS - done)}]`;
}

function number(value, digits = 3) {
  return value === undefined ? '?' : value.toFixed(digits);
}

function percent(share) {
  return share === undefined ? '?' : `${(100 * share).toFixed(0)} %`;
}

function clockOf(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
