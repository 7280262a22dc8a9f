import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { endChild } from './end-child.mjs';

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** One that ran for so long has recovered; its next end is the first again. */
const STEADY_MS = 60_000;
/** Longer than a service takes to finish its requests and to stop PostgreSQL. */
const STOP_WITHIN_MS = 60_000;

/**
 * Starts a service again whenever it ends by itself, after pauses that double while it keeps ending. Others go on
 * meanwhile.
 * @param {string} name
 * @param {import('./service-process.mjs').ServiceProcess} first it runs already
 * @param {() => import('./service-process.mjs').ServiceProcess} start
 * @param {(text: string) => void} report is told each end with its reason, and when the service is back
 * @returns {{ stop: () => Promise<void> }}
 */
export function keepRunning(name, first, start, report) {
  const stopping = new globalThis.AbortController();
  const { signal } = stopping;
  let service = first;
  const finished = (async () => {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const startedAt = performance.now();
      const reason = await service.failure.catch((error) => error.message);
      if (performance.now() - startedAt >= STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      if (!signal.aborted) report(restartText(name, reason, pauseMs));
      await pause(pauseMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS);
      service = start();
      void Promise.race([service.ready, service.failure]).then(
        () => report(`${name} is ready again`),
        () => {},
      );
    }
  })();
  const stop = async () => {
    stopping.abort();
    await endChild(service.child, service.ended, STOP_WITHIN_MS);
    await finished;
  };
  return { stop };
}

function restartText(name, reason, pauseMs) {
  return `${reason}\n${name} is started again in ${pauseMs / 1_000} s; everything else goes on`;
}
