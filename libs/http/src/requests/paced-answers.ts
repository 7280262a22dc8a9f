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
  isSettled: boolean;
}

/**
 * Sends answers at once as long as they are few, otherwise spread over up to a second. A client that sends its next
 * request as soon as it is refused would otherwise leave the service no time for the requests that it accepts.
 */
export class PacedAnswers {
  private readonly waiting: Waiting[] = [];
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
    const answer = { send, cost, isSettled: false };
    this.waiting.push(answer);
    this.waitingCost += cost;
    response.once('close', () => this.settle(answer));
  }

  private readonly next = (): void => {
    this.turn = undefined;
    const { length } = this.waiting;
    const { atOnce, perTurn } = this.pace;
    this.perTurn = length === 0 ? perTurn : Math.max(this.perTurn, Math.ceil(this.waitingCost / MAX_TURNS));
    this.left = (length === 0 ? atOnce : this.perTurn) + Math.min(0, this.left);
    if (length === 0 && this.left === atOnce) return;
    this.turn = setTimeout(this.next, TURN_MS);
    let passed = 0;
    for (const answer of this.waiting) {
      if (this.left <= 0) break;
      passed += 1;
      if (answer.isSettled) continue;
      this.left -= answer.cost;
      this.settle(answer);
      answer.send();
    }
    this.waiting.splice(0, passed);
  };

  /** It waits no longer: it is sent, or its connection is closed. */
  private settle(answer: Waiting): void {
    if (answer.isSettled) return;
    answer.isSettled = true;
    this.waitingCost -= answer.cost;
  }
}
