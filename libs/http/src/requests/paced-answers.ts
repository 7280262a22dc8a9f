import type { ServerResponse } from 'node:http';

const TURN_MS = 10;
/** Answers of one turn, at least. */
const PER_TURN = 20;
/** The longest wait, in turns. */
const MAX_TURNS = 100;

/**
 * Sends answers at once as long as they are few, otherwise spread over up to a second. A client that sends its next
 * request as soon as it is refused would otherwise leave the service no time for the requests that it accepts.
 */
export class PacedAnswers {
  private readonly waiting = new Map<ServerResponse, () => void>();
  private perTurn = PER_TURN;
  private left = PER_TURN;
  private turn: NodeJS.Timeout | undefined;

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
    this.perTurn = size === 0 ? PER_TURN : Math.max(this.perTurn, Math.ceil(size / MAX_TURNS));
    this.left = this.perTurn;
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
