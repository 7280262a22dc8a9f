import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareWorkspace, root } from '../workspace.mjs';
import { lineOf, viewOf } from './demo-view.mjs';
import { prepareLoop } from './requirements.mjs';
import { EVENTS, forS, runLoop } from './run-loop.mjs';
import { Screen } from './screen.mjs';

const USAGE = `npm run demo -- [options]
Shows the whole loop on real parts: a model whose labels change their meaning, the alert, the retraining in Airflow, the
new version, the recovery. Everything runs on free ports in a folder of its own.
  --factor N      how many times faster than in earnest, 20 by default
  --model NAME    heart-disease by default
  --exit          ends at the end of the loop, instead of leaving everything running until Ctrl-C
`;
const REDRAW_MS = 250;
const LINE_MS = 10_000;

const say = (text) => process.stdout.write(`${text}\n`);
const screen = new Screen(process.stdout);
const interrupted = new globalThis.AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupted.abort());
process.on('exit', () => screen.close());

let folder;
try {
  const { values } = parseArgs({
    options: {
      factor: { type: 'string', default: '20' },
      model: { type: 'string', default: 'heart-disease' },
      exit: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) say(USAGE);
  else await demonstrate(values);
} catch (error) {
  screen.close();
  if (interrupted.signal.aborted) process.exitCode = 130;
  else {
    process.stderr.write(`\nThe demonstration did not get through: ${error.message}\n`);
    if (folder) process.stderr.write(`Logs: ${folder}\n`);
    process.exitCode = 1;
  }
}
if (folder && process.exitCode !== 1) rmSync(folder, { recursive: true, force: true });
process.exit();

async function demonstrate({ factor: given, model, exit }) {
  const factor = Number(given);
  if (!(factor >= 1)) throw new Error(`--factor must be a number of at least 1\n\n${USAGE}`);
  await prepareWorkspace((text) => say(`  ${text} ...`));
  await prepareLoop((text) => say(`  ${text} ...`));
  folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-'));
  // PostgreSQL, which does not run as root, finds its data in here.
  chmodSync(folder, 0o711);
  const moment = { model, factor, forS: forS(factor), events: [], elapsedMs: 0 };
  const stopShowing = show(moment);
  interrupted.signal.addEventListener('abort', () => {
    stopShowing();
    say('Stopping ...');
  });
  const loop = await runLoop({
    folder,
    factor,
    model,
    signal: interrupted.signal,
    onProgress: (text) => say(`  ${text} ...`),
    onEvent: (line, event) => {
      moment.events.push(event);
      if (!process.stdout.isTTY) say(line);
    },
    onLook: (state) => (moment.state = state),
    onTraffic: (traffic) => (moment.traffic = traffic),
  }).finally(stopShowing);
  try {
    say(summaryOf(loop, model, await saveReport(loop, model)));
    if (!exit) await untilStopped(loop);
  } finally {
    if (!interrupted.signal.aborted) say('Stopping ...');
    await loop.stop();
  }
}

/** Shows the moment until the returned function is called; nothing before everything runs. */
function show(moment) {
  const startedAt = Date.now();
  let shownAt = 0;
  const draw = (last) => {
    if (moment.events.length === 0) return;
    moment.elapsedMs = Date.now() - startedAt;
    if (process.stdout.isTTY) screen.draw(viewOf(moment, process.stdout.columns));
    else if (last || Date.now() - shownAt >= LINE_MS) say(lineOf(moment));
    else return;
    shownAt = Date.now();
  };
  const timer = setInterval(draw, REDRAW_MS);
  let stopped = false;
  return () => {
    if (stopped) return;
    stopped = true;
    clearInterval(timer);
    draw(true);
    screen.close();
  };
}

/** Ctrl-C, or a part that ends by itself. */
async function untilStopped({ failed }) {
  say('Everything keeps running; Ctrl-C stops it.');
  await failed.catch((error) => {
    if (!interrupted.signal.aborted) throw error;
  });
}

async function saveReport({ urls, token }, model) {
  const url = `${urls.predict}/models/${model}/report`;
  const headers = { Authorization: `Bearer ${await token()}`, Accept: 'text/html' };
  const response = await fetch(url, { headers });
  if (!response.ok) return { url };
  const file = join(root, '.plumbline/demo-report.html');
  mkdirSync(join(root, '.plumbline'), { recursive: true });
  writeFileSync(file, await response.text());
  return { url, file };
}

function summaryOf({ timeline, urls, passwords }, model, report) {
  const took = (from, to) => `${timeline.between(from, to)?.toFixed(0) ?? '?'} s`;
  const detail = (name) => timeline.events.find((event) => event.name === name)?.detail;
  return `
${model}: ${detail(EVENTS.promoted)}
  before the change        ${detail(EVENTS.healthy)}
  at the fall              ${detail(EVENTS.fallen)}, the alert fired after ${took(EVENTS.fallen, EVENTS.firing)}
  from the alert           to the run ${took(EVENTS.firing, EVENTS.running)}, to the new version ${took(EVENTS.firing, EVENTS.promoted)}
  after the promotion      ${detail(EVENTS.recovered)} within ${took(EVENTS.promoted, EVENTS.recovered)}

  report        ${report.url}
                ${report.file === undefined ? '' : `saved as ${report.file}`}
  predict       ${urls.predict}/docs
  auth          ${urls.auth}/docs      admin / ${passwords.plumbline}
  Airflow       ${urls.airflow}      admin / ${passwords.airflow}
  Prometheus    ${urls.prometheus}
  Alertmanager  ${urls.alertmanager}
`;
}
