import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';
import { answerInSlices, isLarge } from './large-answer.js';

/** How often connections are checked for clients that are too slow. */
const TIMEOUT_CHECK_MS = 5_000;

/**
 * Express 5 replaces the prototype of every request and response, which defeats V8's optimisations. This adapter creates
 * both with the prototypes of Express from the start, and writes JSON bodies without content negotiation. A differential
 * test checks that the answers are those of the stock adapter; `HTTP_ADAPTER=stock` switches back.
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
        // Node's own answer has no problem document.
        requireHostHeader: false,
      },
      express,
    );
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (!isJsonBody(body) || response.hasHeader('Content-Type')) {
      return super.reply(response, body, statusCode) as unknown;
    }
    if (statusCode !== undefined) response.statusCode = statusCode;
    if (isLarge(body)) return this.replyInSlices(response, body);
    const json = JSON.stringify(body);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(json));
    return response.end(json);
  }

  private replyInSlices(response: Response, body: object): void {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    answerInSlices(response, body).catch((error: unknown) => response.destroy(error as Error));
  }
}

function isJsonBody(body: unknown): body is object {
  if (typeof body !== 'object' || body === null) return false;
  const prototype: unknown = Object.getPrototypeOf(body);
  return prototype === Object.prototype || Array.isArray(body);
}
