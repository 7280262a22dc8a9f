import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { endpointOf } from '@plumbline/metrics';
import type { Request, RequestHandler, Response } from 'express';

const ID_HEADER = 'X-Request-Id';
/** What a client or proxy may send as id: short, and safe in a log. */
const ID = /^[\w.:/+=-]{1,128}$/;
/** W3C Trace Context, version 00: the trace id and the id of the caller's span. */
const TRACEPARENT = /^[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Middleware that answers with the request's own `X-Request-Id`, or with a new one, and can log every request. */
export function identifyRequests(logged: boolean): RequestHandler {
  const logger = new Logger('Requests');
  return (request, response, next) => {
    const given = request.headers['x-request-id'];
    response.setHeader(ID_HEADER, typeof given === 'string' && ID.test(given) ? given : randomUUID());
    if (logged) {
      const startedAt = performance.now();
      response.once('close', () => {
        const duration_ms = Math.round(performance.now() - startedAt);
        const status = response.writableFinished ? response.statusCode : 499;
        logger.log('Request answered', { ...requestFields(request, response), status, duration_ms });
      });
    }
    next();
  };
}

/** The fields by which a log record names a request. */
export function requestFields(request: Request, response: Response): Record<string, unknown> {
  const trace = TRACEPARENT.exec(request.get('traceparent') ?? '')?.groups?.['trace'];
  return {
    request_id: response.getHeader(ID_HEADER),
    ...(trace !== undefined && { trace_id: trace }),
    method: request.method,
    endpoint: endpointOf(request),
  };
}
