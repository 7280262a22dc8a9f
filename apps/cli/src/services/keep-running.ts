import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from './service.js';

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** A service that ran for so long has recovered. Its next end counts as the first again. */
const STEADY_MS = 60_000;
/** Longer than a service takes to finish its requests and to stop PostgreSQL. */
const STOP_WITHIN_MS = 60_000;

/**
 * Starts a service again whenever it ends by itself, after pauses that double while it keeps ending.
 * @param first the process that runs already
 * @param report called with the reason of each end, and when the service is ready again
 */
export function keepRunning(
  name: string,
  first: Service,
  start: () => Service,
  report: (text: string) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let service = first;
  const restart = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const startedAtMs = performance.now();
      const reason = await service.failure.catch((error: Error) => error.message);
      if (performance.now() - startedAtMs >= STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      if (!signal.aborted) report(restartMessage(name, reason, pauseMs));
      await pause(pauseMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS);
      service = start();
      void Promise.race([service.ready, service.failure]).then(
        () => report(`${name} is ready again`),
        () => {},
      );
    }
  };
  const finished = restart();
  const stop = async () => {
    stopping.abort();
    await service.child.stop(STOP_WITHIN_MS);
    await finished;
  };
  return { stop };
}

function restartMessage(name: string, reason: string, pauseMs: number): string {
  return `${reason}\n${name} is started again in ${pauseMs / 1_000} s; everything else keeps running`;
}
