import { join } from 'node:path';
import { root } from '../installation/index.js';
import { rejectOnAbort } from '../processes/index.js';
import type { Progress } from '../traffic/index.js';
import { figureOf, figureText } from './figure.js';
import type { LoopState } from './observer.js';
import { startSystem, type System } from './system.js';
import { scaledS } from './time-scale.js';
import { EVENTS, type LoopEvent, Timeline } from './timeline.js';
import { LoopTraffic } from './loop-traffic.js';
import { Watch } from './watch.js';

const ENDS = ['success', 'failed', 'refused', 'superseded'];

/** How the loop is run. */
export interface LoopOptions {
  /** Keeps all data and logs. */
  readonly folder: string;
  /** All durations of rules and routes are divided by it. */
  readonly factor: number;
  readonly model: string;
  /** Stops everything. */
  readonly signal: AbortSignal;
  readonly onProgress: (step: string) => void;
  readonly onEvent: (line: string, event: LoopEvent) => void;
  readonly onState?: (state: LoopState) => void;
  readonly onTraffic?: (progress: Progress) => void;
}

/** The system after the loop, still running. */
export interface Loop extends Pick<System, 'urls' | 'passwords' | 'predict' | 'failed' | 'stop'> {
  readonly timeline: Timeline;
  readonly last: LoopState;
}

/** How long the alert is pending, in seconds. */
export function firingDelayS(factor: number): number {
  return scaledS('5m', factor);
}

/**
 * Runs the whole loop with real components: healthy traffic, labels that change their meaning, the alert, the retraining, the
 * new version, the recovery.
 * @throws Error that names what did not happen in time, with the timeline so far
 */
export async function runLoop(options: LoopOptions): Promise<Loop> {
  const { folder, factor, model, signal, onProgress, onEvent, onState, onTraffic } = options;
  const timeline = new Timeline(onEvent);
  const figure = figureOf(join(root, 'models'), model);
  const history = { model, figure, rows: 1_000 };
  const system = await startSystem({ folder, factor, history, onProgress, signal });
  const failed = Promise.race([system.failed, rejectOnAbort(signal)]);
  failed.catch(() => {});
  const traffic = new LoopTraffic(system, model, factor, onTraffic);
  try {
    timeline.add(EVENTS.ready, system.urls.prometheus);
    await Promise.race([traffic.sendHealthy(), failed]);
    const watch = new Watch(() => system.observer.read(model), { timeline, failed, onState });
    const healthy = await watch.until(
      (state) => isJudged(state) && figure.isHealthy(state.value),
      EVENTS.healthy,
    );
    timeline.add(EVENTS.healthy, `${figureText(figure, healthy.value)}, version ${healthy.champion}`);
    timeline.add(EVENTS.drift);
    const drifted = traffic.sendDrifted(healthy.minimum ?? 0);
    drifted.catch(() => {});
    const followed = follow(watch, healthy, system, model, () => traffic.slowDown());
    const last = await Promise.race([followed, drifted]);
    const { urls, passwords, predict, stop } = system;
    return { timeline, last, urls, passwords, predict, failed, stop };
  } catch (error) {
    await system.stop();
    throw error;
  } finally {
    traffic.stop();
  }
}

/** Waits for the events one after the other. */
async function follow(
  watch: Watch,
  { champion, before: baseline }: LoopState,
  { observer, figure }: System,
  model: string,
  onRunning: () => void,
): Promise<LoopState> {
  const { timeline } = watch;
  const before = baseline ?? figure.registered;
  const isFallen = ({ value }: LoopState) => value !== undefined && figure.isWorse(value, before);
  const { value } = await watch.until(isFallen, EVENTS.fallen);
  timeline.add(EVENTS.fallen, `${figureText(figure, value)}, ${before.toPrecision(3)} before`);
  await watch.until((state) => state.alert !== undefined, EVENTS.pending);
  timeline.add(EVENTS.pending);
  await watch.until((state) => state.alert === 'firing', EVENTS.firing);
  timeline.add(EVENTS.firing);
  const firingAtMs = Date.now();
  const { retrain } = await watch.until((state) => state.retrain !== undefined, EVENTS.run);
  timeline.add(EVENTS.run, retrain?.dag_run_id);
  await watch.until((state) => state.retrain?.state === 'running' || hasEnded(state), EVENTS.running);
  timeline.add(EVENTS.running);
  onRunning();
  const promoted = await watch.until(
    (state) => hasEnded(state) || state.champion !== champion,
    EVENTS.promoted,
  );
  if (promoted.champion === champion)
    throw new Error(`nothing was promoted: ${JSON.stringify(promoted.retrain)}`);
  timeline.add(EVENTS.promoted, `version ${champion} -> ${promoted.champion}`);
  const better = await watch.until((state) => !isFallen(state) && isJudged(state), EVENTS.recovered);
  timeline.add(EVENTS.recovered, figureText(figure, better.value));
  const heldS = requireHeld(figure.alert, await observer.unjudged(model, (Date.now() - firingAtMs) / 1000));
  await watch.until((state) => state.alert === undefined, EVENTS.resolved);
  timeline.add(EVENTS.resolved, `it fired through ${heldS} s with too few labels`);
  const last = await watch.until(hasEnded, EVENTS.success);
  if (last.retrain?.state !== 'success') throw new Error(`the run ended as ${last.retrain?.state}`);
  timeline.add(EVENTS.success);
  return last;
}

/** The alert has to fire until the figure is known to be back. @throws Error when it was silent while the champion had too few labels */
function requireHeld(alert: string, { unjudgedS, silentS }: { unjudgedS: number; silentS: number }): number {
  if (unjudgedS === 0) throw new Error('the new version was never seen with too few labels');
  if (silentS > 0) throw new Error(`${alert} was silent for ${silentS} s before the new version was judged`);
  return unjudgedS;
}

/** Whether there are enough labels for the figure to count. */
function isJudged(state: LoopState): state is LoopState & { readonly value: number } {
  const { value, labelled, minimum } = state;
  return value !== undefined && labelled !== undefined && minimum !== undefined && labelled >= minimum;
}

function hasEnded({ retrain }: LoopState): boolean {
  return retrain !== undefined && ENDS.includes(retrain.state);
}
