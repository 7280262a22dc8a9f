import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type MetricSet, UNMATCHED } from '@plumbline/metrics';
import { HeadersTooLarge, MalformedRequest, RequestTimeout, RouteNotFound } from './http.errors.js';
import { type Problem, problemOf } from './problem.js';

/** Time for the client to read the answer; closing at once would reset a connection on which it still sends. */
const CLOSE_TIMEOUT_MS = 5_000;

/** Answers requests that Node's HTTP parser refuses, and CONNECT, with a problem document, and counts them in `api_errors_total`. */
export function answerParserErrors(server: Server, metrics: MetricSet): void {
  const errors = metrics.get('api_errors_total');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket.writableEnded) return;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) return void socket.destroy();
    refuse(socket, refusalOf(error));
  });
  // Node would close the connection without an answer.
  server.on('connect', ({ url = '' }, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    refuse(socket, new RouteNotFound('CONNECT', url));
  });
  const refuse = (socket: Duplex, error: Error): void => {
    const problem = problemOf(error, {});
    errors.inc({ service: metrics.service, endpoint: UNMATCHED, error_type: problem.code });
    socket.end(messageOf(problem));
    setTimeout(() => socket.destroy(), CLOSE_TIMEOUT_MS).unref();
  };
}

/** Whether the head of another answer is already sent; Node's own handler reads the same property. */
function isAnswering(socket: Duplex): boolean {
  return (socket as { _httpMessage?: ServerResponse })._httpMessage?.headersSent ?? false;
}

function refusalOf({ code, message }: NodeJS.ErrnoException): Error {
  if (code === 'HPE_HEADER_OVERFLOW') return new HeadersTooLarge();
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? new RequestTimeout() : new MalformedRequest(message);
}

function messageOf(problem: Problem): string {
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
