import { isPromise } from 'node:util/types';
import type { Request, RequestHandler } from 'express';
import { AddressPaces } from './address-paces.js';
import { PacedAnswers } from './paced-answers.js';

/** 20 at once, then 200 a second, or more so that none waits longer than a second. */
const PACE = { atOnce: 20, perTurn: 2 };

/** For each address: no prober asks more often. */
const PROBE_PACE = { atOnce: 20, perTurn: 1 };

/** The body of a rejected request is read and discarded, which takes about as long as an answer for so many bytes. */
const BYTES_OF_AN_ANSWER = 256 * 1024;
/** Whatever length a client announces, others wait for this one at most 80 ms. */
const MAX_COST = 16;

/** What monitoring asks for. Kubernetes takes a service for dead that answers its probe too late. */
const MONITORING = /^\/(health|metrics)(\/|$)/i;

/** Whether a request has a valid token. */
export type TokenCheck = (request: Request) => boolean | Promise<boolean>;

/**
 * Middleware that answers requests without a valid token, which anybody can send, at a limited pace. A few clients that send
 * the next one as soon as one is answered would otherwise take most of the time from requests with a token. Probes and scrapes
 * do not wait behind others, nor behind those of another address.
 */
export function paceAnonymous(hasValidToken: TokenCheck): RequestHandler {
  const [monitoring, others] = [new AddressPaces(PROBE_PACE), new PacedAnswers(PACE)];
  return (request, response, next) => {
    const pace = (): void => {
      const answers = MONITORING.test(request.path) ? monitoring.of(request.ip ?? '') : others;
      answers.add(response, next, costOf(request));
    };
    const isValid = hasValidToken(request);
    if (isPromise(isValid)) void isValid.then((valid) => (valid ? next() : pace()));
    else if (isValid) next();
    else pace();
  };
}

function costOf({ headers }: Request): number {
  if (headers['transfer-encoding'] !== undefined) return MAX_COST;
  return Math.min(MAX_COST, 1 + Math.floor(Number(headers['content-length'] ?? 0) / BYTES_OF_AN_ANSWER));
}
