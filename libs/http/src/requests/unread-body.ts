import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { hasBody } from './body.js';

const CHECK_INTERVAL_MS = 1_000;
/** A client that sends nothing for this long has read the answer or never will. */
const MAX_SILENT_MS = 5_000;
const MAX_MS = 30_000;
/** More than the largest body of most routes; an upload may be as long as its own limit. */
const MIN_BYTES = 64 * 2 ** 20;

/**
 * Middleware that discards the rest of a body after its request is answered, for a limited time. A connection that is
 * closed while the client still sends is reset, and a client that sends everything before it reads (`urllib`,
 * `http.client`) then loses the answer. nginx calls it lingering close.
 */
export function discardUnread(uploadLimitBytes = 0): RequestHandler {
  const maxBytes = Math.max(MIN_BYTES, uploadLimitBytes);
  return (request, response, next) => {
    // Before Node's own listener, which closes the connection or lets it wait for the next request.
    if (hasBody(request)) {
      response.prependOnceListener('finish', () => {
        if (!request.complete) discardRest(request, maxBytes);
      });
    }
    next();
  };
}

function discardRest(request: IncomingMessage, maxBytes: number): void {
  const { socket } = request;
  const bytesBefore = socket.bytesRead;
  let closing = false;
  let elapsedMs = 0;
  let silentMs = 0;
  let bytesSeen = bytesBefore;
  // Node calls this for an answer that ends the connection. The client gets the end and can still send.
  socket.destroySoon = () => {
    closing = true;
    socket.end();
  };
  const timer = setInterval(() => {
    elapsedMs += CHECK_INTERVAL_MS;
    silentMs = socket.bytesRead === bytesSeen ? silentMs + CHECK_INTERVAL_MS : 0;
    bytesSeen = socket.bytesRead;
    const given = elapsedMs >= MAX_MS || silentMs >= MAX_SILENT_MS || bytesSeen - bytesBefore > maxBytes;
    if (given) socket.destroy();
  }, CHECK_INTERVAL_MS).unref();
  const stop = (): void => {
    clearInterval(timer);
    Reflect.deleteProperty(socket, 'destroySoon');
    if (closing) socket.destroySoon();
  };
  request.once('close', stop);
}
