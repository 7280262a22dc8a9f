import type { ServerResponse } from 'node:http';

const TURN_MS = 10;
/** The longest wait, in turns. */
const MAX_TURNS = 100;

/** How fast answers are sent. */
export interface Pace {
  /** Answers of the first turn after one in which none waited. */
  readonly atOnce: number;
  /** Answers of every other turn of 10 ms, at least. */
  readonly perTurn: number;
}

/**
 * Sends answers at once as long as they are few, otherwise spread over up to a second. A client that sends its next
 * request as soon as it is refused would otherwise leave the service no time for the requests that it accepts.
 */
export class PacedAnswers {
  private readonly waiting = new Map<ServerResponse, () => void>();
  private perTurn: number;
  private left: number;
  private turn: NodeJS.Timeout | undefined;

  constructor(private readonly pace: Pace) {
    this.perTurn = pace.perTurn;
    this.left = pace.atOnce;
  }

  /** Calls `send` when it is the turn of the response, unless its connection is closed before. */
  add(response: ServerResponse, send: () => void): void {
    this.turn ??= setTimeout(this.next, TURN_MS);
    if (this.left > 0) {
      this.left -= 1;
      return send();
    }
    this.waiting.set(response, send);
    response.once('close', () => this.waiting.delete(response));
  }

  private readonly next = (): void => {
    this.turn = undefined;
    const { size } = this.waiting;
    const { atOnce, perTurn } = this.pace;
    this.perTurn = size === 0 ? perTurn : Math.max(this.perTurn, Math.ceil(size / MAX_TURNS));
    this.left = size === 0 ? atOnce : this.perTurn;
    if (size === 0) return;
    this.turn = setTimeout(this.next, TURN_MS);
    for (const [response, send] of this.waiting) {
      if (this.left === 0) return;
      this.left -= 1;
      this.waiting.delete(response);
      send();
    }
  };
}
