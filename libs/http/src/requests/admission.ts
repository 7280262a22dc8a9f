import type { Request, RequestHandler } from 'express';
import { Overloaded } from '../problems/index.js';

const ALWAYS_ANSWERED = /^\/(health|metrics)/;

/**
 * Limits how many requests are being answered. A request whose body is still arriving does not count; otherwise clients
 * that never finish theirs would lock out all others.
 */
export class InFlightLimit {
  private readonly inFlight = new Set<Request>();

  constructor(private readonly limit: number) {}

  /** Middleware that answers 503 with `Retry-After` at once while `limit` requests are being answered. */
  readonly admit: RequestHandler = (request, response, next) => {
    if (ALWAYS_ANSWERED.test(request.url)) return next();
    this.enter(request);
    response.once('close', () => this.leave(request));
    next();
  };

  /** @throws {Overloaded} */
  enter(request: Request): void {
    if (this.inFlight.size >= this.limit) throw new Overloaded(`${this.limit} requests`);
    this.inFlight.add(request);
  }

  leave(request: Request): void {
    this.inFlight.delete(request);
  }
}
