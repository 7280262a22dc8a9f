import type { RequestHandler } from 'express';
import { PacedAnswers } from './paced-answers.js';

/** 20 at once, then 200 a second, or more so that none waits longer than a second. */
const PACE = { atOnce: 20, perTurn: 2 };

/** Whether a request has a token, valid or not. */
const BEARER = /^bearer /i;

/**
 * Middleware that answers requests without a token, which anybody can send, at a limited pace. A few clients that send the
 * next one as soon as one is answered would otherwise take most of the time from requests with a token.
 */
export function paceAnonymous(): RequestHandler {
  const answers = new PacedAnswers(PACE);
  return (request, response, next) => {
    if (BEARER.test(request.headers.authorization ?? '')) next();
    else answers.add(response, next);
  };
}
