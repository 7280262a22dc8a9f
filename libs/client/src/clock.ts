import { Clock, sleep } from '@plumbline/tasks';

/** A clock that also waits, so that a test can skip the waits of a client. */
export class WaitingClock extends Clock {
  /** Resolves after `ms` milliseconds, or as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleep(ms, signal);
  }
}
