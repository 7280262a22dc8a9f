import { performance } from 'node:perf_hooks';
import type { Connection } from './connection.js';
import type { Recorder } from './recorder.js';

/** Nearer than this to the next request, turning the event loop is more exact than a timer. */
const TIMER_SLACK_MS = 2;

/** The rate of an open loop. */
interface OpenLoop {
  readonly ratePerS: number;
  readonly overload?: boolean | undefined;
}

/** Every connection sends its next request as soon as it has the answer to the last one. */
export function closedLoop(connections: readonly Connection[], recorder: Recorder): Promise<void> {
  return new Promise((resolve) => {
    for (const connection of connections) {
      connection.onAnswer = (_, status) => {
        const now = performance.now();
        recorder.record(connection.startedAt, now, status);
        if (recorder.ended) resolve();
        else connection.send(now);
      };
      connection.send(performance.now());
    }
  });
}

/**
 * Requests are due at a fixed rate whatever the server does. One that finds no free connection waits, and its
 * latency counts from the moment it was due, so that a stalled server cannot hide its stall. Under overload it is not sent
 * at all: more than the connections can hold at once never reaches the server.
 */
export function openLoop(
  connections: readonly Connection[],
  recorder: Recorder,
  { ratePerS, overload }: OpenLoop,
  startedAt: number,
): Promise<void> {
  const intervalMs = 1000 / ratePerS;
  const idle = [...connections];
  let sent = 0;
  const dueAt = () => startedAt + sent * intervalMs;
  const pump = (now: number) => {
    while (dueAt() <= now) {
      const connection = idle.pop();
      if (connection === undefined) {
        if (overload) sent = Math.ceil((now - startedAt) / intervalMs);
        return;
      }
      connection.send(dueAt());
      sent += 1;
    }
  };
  return new Promise((resolve) => {
    for (const connection of connections) {
      connection.onAnswer = (_, status) => {
        const now = performance.now();
        recorder.record(connection.startedAt, now, status);
        idle.push(connection);
        if (recorder.ended) resolve();
        else pump(now);
      };
    }
    const turn = () => {
      if (recorder.ended) return;
      const now = performance.now();
      if (idle.length > 0) recorder.late(now - dueAt());
      pump(now);
      const waitMs = dueAt() - now;
      if (waitMs > TIMER_SLACK_MS) setTimeout(turn, waitMs - TIMER_SLACK_MS);
      else setImmediate(turn);
    };
    turn();
  });
}
