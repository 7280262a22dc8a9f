import { setTimeout as pause } from 'node:timers/promises';
import { ServiceRefused, ServiceUnreachable } from '@plumbline/client';
import type { LoopState } from './observer.js';
import type { Timeline } from './timeline.js';

const POLL_MS = 1_000;
const WITHIN_S = 3_600;
const BUSY_STATUSES = [429, 503];

/** Reads the state of the loop until it fulfils a condition. */
export class Watch {
  readonly timeline: Timeline;

  constructor(
    private readonly read: () => Promise<LoopState>,
    private readonly options: {
      readonly timeline: Timeline;
      /** Rejects when waiting is of no use any more. */
      readonly failed: Promise<never>;
      readonly onState?: ((state: LoopState) => void) | undefined;
    },
  ) {
    this.timeline = options.timeline;
  }

  /**
   * Resolves to the first state that fulfils the condition. Asks a part again that is too busy to answer.
   * @throws Error that names what is missing, after an hour
   */
  async until(condition: (state: LoopState) => boolean, missing: string): Promise<LoopState> {
    const { failed, onState, timeline } = this.options;
    const deadlineMs = Date.now() + WITHIN_S * 1000;
    for (;;) {
      const state = await Promise.race([this.read().catch(unlessBusy), failed]);
      if (!(state instanceof Error)) {
        onState?.(state);
        if (condition(state)) return state;
      }
      if (Date.now() > deadlineMs) {
        const last = state instanceof Error ? state.message : JSON.stringify(state, null, 2);
        throw new Error(`not within ${WITHIN_S} s: ${missing}\n${String(timeline)}\nthe last state: ${last}`);
      }
      await Promise.race([pause(POLL_MS), failed]);
    }
  }
}

/** A busy machine may keep a part from answering; one that has ended rejects `failed`. */
function unlessBusy(error: unknown): Error {
  if (error instanceof ServiceUnreachable) return error;
  if (error instanceof ServiceRefused && BUSY_STATUSES.includes(error.status)) return error;
  throw error;
}
