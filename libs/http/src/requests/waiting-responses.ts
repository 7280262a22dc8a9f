import type { Socket } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';

const waitingOn = new WeakMap<Socket, Set<Response>>();

/** Node takes in pipelined requests without a limit, each with about a kilobyte or more of memory. */
const MAX_WAITING = 32;

/**
 * Middleware for responses that wait behind another one of their connection (HTTP pipelining): closes a connection on which
 * more than 32 wait, and makes every response emit `close`. Node does not emit it for a waiting one when the connection
 * closes, and the request would count as in flight for ever.
 */
export const closeWithConnection: RequestHandler = (request, response, next) => {
  if (response.socket === null && !follow(request, response)) return void request.socket.destroy();
  next();
};

/** False when too many responses wait already. */
function follow({ socket }: Request, response: Response): boolean {
  const waiting = waitingOn.get(socket) ?? watch(socket);
  if (socket.destroyed || waiting.size >= MAX_WAITING) return false;
  waiting.add(response);
  response.once('close', () => waiting.delete(response));
  return true;
}

function watch(socket: Socket): Set<Response> {
  const waiting = new Set<Response>();
  waitingOn.set(socket, waiting);
  socket.once('close', () => {
    for (const response of waiting) if (response.socket === null) response.emit('close');
  });
  return waiting;
}
