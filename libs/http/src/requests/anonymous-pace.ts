import type { Request, RequestHandler } from 'express';
import type { AnswerPace } from '../problems/index.js';
import { PacedAnswers } from './paced-answers.js';

/** 20 at once, then 200 a second, or more so that none waits longer than a second. */
const PACE = { atOnce: 20, perTurn: 2 };

/** The body of a rejected request is read and discarded, which takes about as long as an answer for so many bytes. */
const BYTES_OF_AN_ANSWER = 256 * 1024;
/** Whatever length a client announces, others wait for this one at most 80 ms. */
const MAX_COST = 16;

const BEARER = /^bearer /i;

/** What monitoring asks for. Kubernetes takes a service for dead that answers its probe too late. */
const MONITORING = /^\/(health|metrics)(\/|$)/i;

/** Whether a request claims to have a token, valid or not. */
function claimsToken({ headers }: Request): boolean {
  return BEARER.test(headers.authorization ?? '');
}

/**
 * Middleware that answers requests without a token, which anybody can send, at a limited pace. A few clients that send the
 * next one as soon as one is answered would otherwise take most of the time from requests with a token. Probes and scrapes
 * do not wait behind others.
 */
export function paceAnonymous(): RequestHandler {
  const [monitoring, others] = [new PacedAnswers(PACE), new PacedAnswers(PACE)];
  return (request, response, next) => {
    if (claimsToken(request)) return next();
    const answers = MONITORING.test(request.path) ? monitoring : others;
    answers.add(response, next, costOf(request));
  };
}

/** Sends answers to requests with an invalid token at the same pace; the others have waited before. */
export function paceRejected(): AnswerPace {
  const answers = new PacedAnswers(PACE);
  return (request, response, send) => {
    if (claimsToken(request)) answers.add(response, send);
    else send();
  };
}

function costOf({ headers }: Request): number {
  if (headers['transfer-encoding'] !== undefined) return MAX_COST;
  return Math.min(MAX_COST, 1 + Math.floor(Number(headers['content-length'] ?? 0) / BYTES_OF_AN_ANSWER));
}
