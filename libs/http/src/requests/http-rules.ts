import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { MalformedRequest } from '../problems/index.js';

/**
 * Middleware that refuses a request of HTTP/1.1 without exactly one `Host`, as RFC 9112 requires: a proxy and the service
 * could otherwise take it for requests to different hosts.
 */
export const requireHost: RequestHandler = ({ httpVersionMinor, rawHeaders }, _response, next) => {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts === 1 || (hosts === 0 && httpVersionMinor === 0)) return next();
  next(new MalformedRequest(hosts === 0 ? 'Missing Host header' : 'More than one Host header'));
};

/**
 * Leaves `Expect: 100-continue` to `sendContinue`, so that a client whose request is refused does not send its body, and
 * ignores other expectations.
 */
export function awaitContinue(server: Server): void {
  const proceed = (request: IncomingMessage, response: ServerResponse) =>
    void server.emit('request', request, response);
  server.on('checkContinue', proceed).on('checkExpectation', proceed);
}

/** Asks a client that waits for it to send its body. */
export function sendContinue({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
}
