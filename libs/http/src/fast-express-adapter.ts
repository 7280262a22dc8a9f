import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';

/** How often clients that are too slow are looked for. */
const TIMEOUT_CHECK_MS = 5_000;

/**
 * Express 5 replaces the prototype of every request and response, which makes V8 forget what it learned about
 * them. This adapter lets the server create both with Express' own prototypes from the start, so that the
 * replacement changes nothing, and writes JSON bodies without Express' content negotiation. Answers are the same
 * as the stock adapter's, which a differential test checks; `HTTP_ADAPTER=stock` switches back.
 */
export class FastExpressAdapter extends ExpressAdapter {
  override initHttpServer(options: NestApplicationOptions): void {
    if (options.httpsOptions) return super.initHttpServer(options);
    const express = this.getInstance<Express>();
    class ExpressRequest extends IncomingMessage {}
    class ExpressResponse extends ServerResponse {}
    Object.setPrototypeOf(ExpressRequest.prototype, express.request);
    Object.setPrototypeOf(ExpressResponse.prototype, express.response);
    express.request = ExpressRequest.prototype as Request;
    express.response = ExpressResponse.prototype as Response;
    this.httpServer = createServer(
      {
        IncomingMessage: ExpressRequest,
        ServerResponse: ExpressResponse,
        connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      },
      express,
    );
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (!isJsonBody(body) || response.hasHeader('Content-Type')) {
      return super.reply(response, body, statusCode) as unknown;
    }
    if (statusCode !== undefined) response.statusCode = statusCode;
    const json = JSON.stringify(body);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(json));
    return response.end(json);
  }
}

function isJsonBody(body: unknown): body is object {
  if (typeof body !== 'object' || body === null) return false;
  const prototype: unknown = Object.getPrototypeOf(body);
  return prototype === Object.prototype || Array.isArray(body);
}
