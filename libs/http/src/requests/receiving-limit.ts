import type { Server } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { problemOf, RequestTimeout, sendProblem } from '../problems/index.js';
import { hasBody, isUpload, type UploadOptions } from './body.js';

/** From the connection, or the first byte of a later request, to the end of the headers. */
const HEADERS_TIMEOUT_MS = 10_000;
/** To the end of the body. */
const REQUEST_TIMEOUT_MS = 60_000;
/** To the end of an upload, which also has a minimum rate: 500 MB at half a megabit per second fit. */
const UPLOAD_TIMEOUT_MS = 4 * 3_600_000;
const UPLOAD_BYTES_A_MINUTE = 65_536;

/**
 * A silent or slow client gets 408, and its connection is closed. A connection without a request stays open for
 * `keepAliveTimeoutMs`, which may be longer than the time for headers, since that begins with the first byte.
 */
export function limitServer(
  server: Server,
  keepAliveTimeoutMs: number,
  uploads: UploadOptions | undefined,
): void {
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = uploads === undefined ? REQUEST_TIMEOUT_MS : UPLOAD_TIMEOUT_MS;
}

/**
 * Middleware that limits the time for a body to a minute. An upload may take longer while bytes arrive and it is not
 * answered. The server's own limit is the same for all requests.
 */
export function limitBodies(uploads: UploadOptions): RequestHandler {
  return (request, response, next) => {
    if (hasBody(request)) watch(request, response, isUpload(request, uploads));
    next();
  };
}

function watch(request: Request, response: Response, upload: boolean): void {
  const { socket } = request;
  let received = socket.bytesRead;
  const check = () => {
    const moved = socket.bytesRead - received;
    received += moved;
    if (upload && !response.writableEnded && moved >= UPLOAD_BYTES_A_MINUTE) return;
    clearInterval(timer);
    if (!request.complete) giveUp(request, response);
  };
  const timer = setInterval(check, REQUEST_TIMEOUT_MS).unref();
  const arrived = () => clearInterval(timer);
  request.once('end', arrived).once('close', arrived);
}

function giveUp({ socket }: Request, response: Response): void {
  if (response.headersSent) return void socket.destroy();
  response.setHeader('Connection', 'close').once('finish', () => socket.destroy());
  sendProblem(response, problemOf(new RequestTimeout(), {}));
}
