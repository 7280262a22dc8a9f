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

interface Waiting {
  readonly send: () => void;
  readonly cost: number;
}

/**
 * Sends answers at once as long as they are few, otherwise spread over up to a second. A client that sends its next
 * request as soon as it is refused would otherwise leave the service no time for the requests that it accepts.
 */
export class PacedAnswers {
  private readonly waiting = new Map<ServerResponse, Waiting>();
  private waitingCost = 0;
  private perTurn: number;
  /** Below 0 after a costly answer, which later turns pay for. */
  private left: number;
  private turn: NodeJS.Timeout | undefined;

  constructor(private readonly pace: Pace) {
    this.perTurn = pace.perTurn;
    this.left = pace.atOnce;
  }

  /** Whether none was sent a moment ago, and none waits. */
  get isIdle(): boolean {
    return this.turn === undefined;
  }

  /**
   * Calls `send` when it is the turn of the response, unless its connection is closed before.
   * @param cost as many ordinary answers as it counts for
   */
  add(response: ServerResponse, send: () => void, cost = 1): void {
    this.turn ??= setTimeout(this.next, TURN_MS);
    if (this.left > 0) {
      this.left -= cost;
      return send();
    }
    this.waiting.set(response, { send, cost });
    this.waitingCost += cost;
    response.once('close', () => this.take(response));
  }

  private readonly next = (): void => {
    this.turn = undefined;
    const { size } = this.waiting;
    const { atOnce, perTurn } = this.pace;
    this.perTurn = size === 0 ? perTurn : Math.max(this.perTurn, Math.ceil(this.waitingCost / MAX_TURNS));
    this.left = (size === 0 ? atOnce : this.perTurn) + Math.min(0, this.left);
    if (size === 0 && this.left === atOnce) return;
    this.turn = setTimeout(this.next, TURN_MS);
    for (const [response, { send, cost }] of this.waiting) {
      if (this.left <= 0) return;
      this.left -= cost;
      this.take(response);
      send();
    }
  };

  private take(response: ServerResponse): void {
    this.waitingCost -= this.waiting.get(response)?.cost ?? 0;
    this.waiting.delete(response);
  }
}
