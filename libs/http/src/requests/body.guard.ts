import { parse } from 'node:querystring';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BodyTooLarge, UnreadableBody } from '../problems/index.js';
import type { Admission } from './admission.js';
import { BodyBudget } from './body-budget.js';
import { readBody } from './body-stream.js';
import { type BodyOptions, checkBodyHeaders, hasBody, isForm, isUpload, JSON_TYPE } from './body.js';
import { type CheckPiece, DEFAULT_JSON_LIMITS, JsonScanner } from '@plumbline/json';
import { sendContinue } from './http-rules.js';
import { parseJson } from './json-body.js';
import { checkBodyText, checkQueryText } from './unstorable-text.js';

/** The share of the keys of a body that one row may have. */
const ROW_SHARE = 1 / 5;

/**
 * The last global guard: reads the body after the guards before it have granted access to the route. An interceptor would
 * create an observable for every request.
 */
export class BodyGuard implements CanActivate {
  private readonly budget: BodyBudget;

  constructor(
    private readonly options: BodyOptions,
    private readonly admission: Admission,
  ) {
    this.budget = new BodyBudget(options.inFlightBytes);
  }

  canActivate(context: ExecutionContext): true | Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    checkQueryText(request);
    if (!hasBody(request)) {
      // An empty JSON body is an empty object, as for body-parser.
      if (request.is(JSON_TYPE)) request.body = {};
      return true;
    }
    checkBodyHeaders(request, this.options);
    const response = http.getResponse<Response>();
    if (isUpload(request, this.options.uploads)) {
      sendContinue(request, response);
      return true;
    }
    return this.read(request, response, context.getHandler());
  }

  private async read(request: Request, response: Response, handler: object): Promise<true> {
    const { limitBytes, json = DEFAULT_JSON_LIMITS } = this.options;
    if (request.destroyed) throw connectionClosed();
    const claim = this.budget.claim(response, Number(request.headers['content-length'] ?? 0));
    sendContinue(request, response);
    const form = isForm(request);
    const scanner = new JsonScanner(json, json.maxKeys * ROW_SHARE);
    const arriving = !request.complete;
    if (arriving) this.admission.leave(request);
    const bytes = await readBody(request, (chunk, length) => {
      if (length > limitBytes) throw new BodyTooLarge(limitBytes);
      claim.growTo(length);
      if (!form) scanner.scan(chunk);
    });
    // The client may have closed the connection before decompression ended.
    if (claim.closed) throw connectionClosed();
    if (arriving) this.admission.enter(request);
    const check: CheckPiece = (value, part, elements) => checkBodyText(value, part, handler, elements);
    request.body = form ? parseForm(bytes, check) : await parseJson(bytes, scanner.arrays, check);
    return true;
  }
}

function connectionClosed(): UnreadableBody {
  return new UnreadableBody(new Error('the connection was closed'));
}

function parseForm(bytes: Buffer, check: CheckPiece): unknown {
  const text = bytes.toString();
  return check(parse(text), text);
}
