import type { Socket } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';

const waitingOn = new WeakMap<Socket, Set<Response>>();

/**
 * Middleware that makes every response emit `close`. Node does not emit it for a response that waits behind another one
 * (HTTP pipelining) when their connection closes, and the request would count as in flight for ever.
 */
export const closeWithConnection: RequestHandler = (request, response, next) => {
  if (response.socket === null) follow(request, response);
  next();
};

function follow({ socket }: Request, response: Response): void {
  const waiting = waitingOn.get(socket) ?? watch(socket);
  waiting.add(response);
  response.once('close', () => waiting.delete(response));
}

function watch(socket: Socket): Set<Response> {
  const waiting = new Set<Response>();
  waitingOn.set(socket, waiting);
  socket.once('close', () => {
    for (const response of waiting) if (response.socket === null) response.emit('close');
  });
  return waiting;
}
