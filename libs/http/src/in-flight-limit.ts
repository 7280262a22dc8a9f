import type { RequestHandler } from 'express';
import { Overloaded } from './http.errors.js';

const ALWAYS_ANSWERED = /^\/(health|metrics)/;

/** Middleware that answers 503 with `Retry-After` at once while `limit` requests are being answered. */
export function limitInFlight(limit: number): RequestHandler {
  let inFlight = 0;
  return (request, response, next) => {
    if (inFlight >= limit && !ALWAYS_ANSWERED.test(request.url)) return next(new Overloaded(limit));
    inFlight += 1;
    response.once('close', () => (inFlight -= 1));
    next();
  };
}
