import type { Server } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { problemOf, RequestTimeout, sendProblem } from '../problems/index.js';
import { hasBody, isUpload, type UploadOptions } from './body.js';

/** From the connection, or the first byte of a later request, to the end of the headers. */
const HEADERS_TIMEOUT_MS = 10_000;
/** To the end of the body. */
const REQUEST_TIMEOUT_MS = 60_000;
/** To the end of an upload: 500 MB at the minimum rate of uploads fit. */
const UPLOAD_TIMEOUT_MS = 4.5 * 3_600_000;

/** How many bytes have to arrive in each interval. */
interface MinimumRate {
  readonly intervalMs: number;
  readonly bytes: number;
}

/** 1 KiB a second: a mobile connection of the second generation is faster. */
const BODY_RATE: MinimumRate = { intervalMs: 10_000, bytes: 10 * 1024 };
/** 32 KiB a second, or a quarter of a megabit: an upload occupies one of few places. */
const UPLOAD_RATE: MinimumRate = { intervalMs: 60_000, bytes: 60 * 32 * 1024 };

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
 * Middleware that answers 408 to a body that arrives too slowly, or that takes longer than a minute. An upload may take
 * longer while it is not answered. The server's own limit is the same for all requests.
 */
export function limitBodies(uploads?: UploadOptions): RequestHandler {
  return (request, response, next) => {
    // Most bodies arrive with their headers and need no timer. They are complete in the next tick.
    if (hasBody(request)) process.nextTick(watchRest, request, response, uploads);
    next();
  };
}

function watchRest(request: Request, response: Response, uploads: UploadOptions | undefined): void {
  if (!request.complete && !request.destroyed) watch(request, response, isUpload(request, uploads));
}

function watch(request: Request, response: Response, upload: boolean): void {
  const { socket } = request;
  const { intervalMs, bytes } = upload ? UPLOAD_RATE : BODY_RATE;
  let received = socket.bytesRead;
  let leftMs = upload ? Infinity : REQUEST_TIMEOUT_MS;
  const check = () => {
    const moved = socket.bytesRead - received;
    received += moved;
    leftMs -= intervalMs;
    const isAwaited = leftMs > 0 && !(upload && response.writableEnded);
    if (isAwaited && moved >= bytes) return;
    clearInterval(timer);
    if (!request.complete) giveUp(request, response);
  };
  const timer = setInterval(check, intervalMs).unref();
  const arrived = () => clearInterval(timer);
  request.once('end', arrived).once('close', arrived);
}

function giveUp({ socket }: Request, response: Response): void {
  if (response.headersSent) return void socket.destroy();
  response.setHeader('Connection', 'close').once('finish', () => socket.destroy());
  sendProblem(response, problemOf(new RequestTimeout(), {}));
}
