import type { Request, RequestHandler, Response } from 'express';

/** Reading and parsing more than this takes milliseconds in which nobody else is answered. */
const LARGE_BYTES = 64 * 1_024;

/** Throws, or rejects, when the request's body is not worth reading. */
export type Admission = (request: Request, response: Response) => unknown;

/** Middleware that asks before a large body, or one of unknown size, is read. */
export function admitLargeBodies(admit: Admission): RequestHandler {
  return (request, response, next) => {
    if (!mayBeLarge(request)) return next();
    void Promise.resolve()
      .then(() => admit(request, response))
      .then(() => next(), next);
  };
}

function mayBeLarge({ headers }: Request): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return (
    encoding !== undefined || headers['content-encoding'] !== undefined || Number(length ?? 0) > LARGE_BYTES
  );
}
