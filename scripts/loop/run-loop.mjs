import { setTimeout as pause } from 'node:timers/promises';
import { runTraffic } from '../../apps/cli/dist/traffic/index.js';
import { clientToken } from './client-token.mjs';
import { Observer } from './observer.mjs';
import { startSystem } from './system.mjs';
import { scaled } from './time-scale.mjs';
import { Timeline } from './timeline.mjs';

const LOOK_MS = 1_000;
const BATCH = 20;
/** Enough to be judged, and few beside the rows with other labels that the retraining is to learn from. */
const HEALTHY_ROWS = 400;
/** The new version gets the labels it is judged by over so many evaluations, so that one of them sees it with fewer. */
const EVALUATIONS = 1.5;
/** More than any run of the loop sends. */
const ENDLESS_ROWS = 1_000_000;

/** The names of the events, in the order in which they are to happen. */
export const EVENTS = {
  ready: 'everything is running',
  healthy: 'the model is well',
  drift: 'labels change their meaning',
  fallen: 'F1 has fallen',
  pending: 'ModelF1Drop is pending',
  firing: 'ModelF1Drop fires',
  run: 'a run of the DAG is asked for',
  running: 'the DAG runs',
  promoted: 'a challenger is promoted',
  recovered: 'F1 has recovered',
  resolved: 'ModelF1Drop is resolved',
  success: 'the run succeeded',
};

/**
 * Runs the whole loop on real parts: healthy traffic, labels that change their meaning, the alert, the retraining, the
 * new version, the recovery.
 * @param {{ folder: string, factor?: number, model?: string, rate?: number, timeoutS?: number,
 *   onEvent?: (line: string, event: object) => void, onProgress?: (text: string) => void, onLook?: (state: object) => void,
 *   onTraffic?: (progress: object) => void, signal?: AbortSignal }} options
 *   `factor` divides all durations of rules and routes; `signal` stops everything
 * @returns {Promise<{ timeline: Timeline, last: object, urls: object, passwords: object,
 *   token: () => Promise<string>, failed: Promise<never>, stop: () => Promise<void> }>}
 * @throws Error naming what did not happen in time, with the timeline so far
 */
export async function runLoop(options) {
  const { folder, factor = 1, model = 'heart-disease', rate = 100, timeoutS = 3_600 } = options;
  const { onEvent, onProgress = () => {}, onLook = () => {}, onTraffic = () => {} } = options;
  const { signal = new globalThis.AbortController().signal } = options;
  const timeline = new Timeline(onEvent);
  const system = await startSystem({ folder, factor, history: { model, f1: 0.83, rows: 1_000 }, onProgress });
  const traffic = new globalThis.AbortController();
  const failed = Promise.race([system.failed, whenAborted(signal)]);
  failed.catch(() => {});
  try {
    timeline.add(EVENTS.ready, system.urls.prometheus);
    const token = clientToken(system.urls.auth, system.client);
    const send = (rows) =>
      sendTraffic(system, token, { model, rate, onProgress: onTraffic, signal: traffic.signal, ...rows });
    await Promise.race([send({ scenario: 'steady', count: HEALTHY_ROWS, rate: 400 }), failed]);
    const observer = new Observer(system.urls, token, system.passwords.airflow);
    const watch = (condition, missing) =>
      until(() => observer.look(model), condition, {
        timeoutS,
        missing,
        timeline,
        onLook,
        failed,
      });
    const before = await watch((state) => state.f1 > 0.7 && isJudged(state), 'a healthy F1');
    timeline.add(EVENTS.healthy, `F1 ${before.f1.toFixed(3)}, version ${before.champion}`);
    timeline.add(EVENTS.drift);
    const enough = new globalThis.AbortController();
    const drifted = (rows) =>
      send({ scenario: 'concept', strength: 1, count: ENDLESS_ROWS, after: 0, ...rows });
    const sent = drifted({
      signal: globalThis.AbortSignal.any([traffic.signal, enough.signal]),
    }).then((summary) =>
      enough.signal.aborted
        ? drifted({ rate: Math.min(rate, slowRate(before.minimum, factor)), seed: 2 })
        : summary,
    );
    sent.catch(() => {});
    const unjudged = (lastS) => observer.unjudged(model, lastS);
    const followed = follow(timeline, watch, { before, unjudged, onRunning: () => enough.abort() });
    const last = await Promise.race([followed, sent.then(endedEarly)]);
    const { urls, passwords, stop } = system;
    return { timeline, last, urls, passwords, token, failed, stop };
  } catch (error) {
    await system.stop();
    throw error;
  } finally {
    traffic.abort();
  }
}

/** Waits for the events one after the other. */
async function follow(timeline, watch, { before: { champion, before }, unjudged, onRunning }) {
  const healthy = before ?? 0.83;
  const { f1 } = await watch((state) => state.f1 < 0.9 * healthy, EVENTS.fallen);
  timeline.add(EVENTS.fallen, `F1 ${f1.toFixed(3)}, ${healthy.toFixed(3)} before`);
  await watch((state) => state.alert !== undefined, EVENTS.pending);
  timeline.add(EVENTS.pending);
  await watch((state) => state.alert === 'firing', EVENTS.firing);
  timeline.add(EVENTS.firing);
  const firingAtMs = Date.now();
  const { retrain } = await watch((state) => state.retrain !== undefined, EVENTS.run);
  timeline.add(EVENTS.run, retrain.dag_run_id);
  await watch(isAtLeast('running'), EVENTS.running);
  timeline.add(EVENTS.running);
  onRunning();
  const promoted = await watch((state) => ended(state) || state.champion !== champion, EVENTS.promoted);
  if (promoted.champion === champion)
    throw new Error(`nothing was promoted: ${JSON.stringify(promoted.retrain)}`);
  timeline.add(EVENTS.promoted, `version ${champion} -> ${promoted.champion}`);
  const better = await watch((state) => state.f1 >= 0.9 * healthy && isJudged(state), EVENTS.recovered);
  timeline.add(EVENTS.recovered, `F1 ${better.f1.toFixed(3)}`);
  const held = requireHeld(await unjudged((Date.now() - firingAtMs) / 1000));
  await watch((state) => state.alert === undefined, EVENTS.resolved);
  timeline.add(EVENTS.resolved, `it fired through ${held} s with too few labels`);
  const last = await watch(ended, EVENTS.success);
  if (last.retrain.state !== 'success') throw new Error(`the run ended as ${last.retrain.state}`);
  timeline.add(EVENTS.success);
  return last;
}

/** The alert has to fire until F1 is known to be back. @throws Error when it did not while the champion had too few labels. */
function requireHeld({ unjudgedS, silentS }) {
  if (unjudgedS === 0) throw new Error('the new version was never seen with too few labels');
  if (silentS > 0)
    throw new Error(`ModelF1Drop was silent for ${silentS} s before the new version was judged`);
  return unjudgedS;
}

/** Labelled rows a second. */
function slowRate(minimum, factor) {
  return Math.max(1, Math.floor(minimum / (EVALUATIONS * Number.parseInt(scaled('15s', factor), 10))));
}

function whenAborted(signal) {
  return new Promise((_, reject) => {
    const stopped = () => reject(new Error('stopped'));
    if (signal.aborted) stopped();
    signal.addEventListener('abort', stopped, { once: true });
  });
}

const isJudged = ({ labelled, minimum }) => labelled >= minimum;
const ended = ({ retrain }) => ['success', 'failed', 'refused', 'superseded'].includes(retrain?.state);
const isAtLeast = (state) => (seen) => seen.retrain?.state === state || ended(seen);

function endedEarly({ failure }) {
  throw new Error(`the traffic ended: ${failure ?? 'all rows were sent'}`);
}

async function sendTraffic({ urls }, token, options) {
  const summary = await runTraffic({
    token,
    authUrl: urls.auth,
    predictUrl: urls.predict,
    batch: BATCH,
    labelRate: 1,
    seed: 1,
    ...options,
  });
  if (!summary.ok && !summary.interrupted) throw new Error(summary.failure ?? JSON.stringify(summary.models));
  return summary;
}

async function until(look, condition, { timeoutS, missing, timeline, onLook, failed }) {
  const deadlineMs = Date.now() + timeoutS * 1000;
  for (;;) {
    const state = await Promise.race([look(), failed]);
    onLook(state);
    if (condition(state)) return state;
    if (Date.now() > deadlineMs) {
      throw new Error(
        `not within ${timeoutS} s: ${missing}\n${timeline}\nlast seen: ${JSON.stringify(state, null, 2)}`,
      );
    }
    await pause(LOOK_MS);
  }
}

/** How long ModelF1Drop waits, in seconds. @param {number} factor */
export function forS(factor) {
  return Number.parseInt(scaled('5m', factor), 10);
}
