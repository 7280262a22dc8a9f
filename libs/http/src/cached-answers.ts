import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { forwardedPrefix } from './forwarded-prefix.js';

interface Answer {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
}

/** Proxies that change their prefix for each request do not fill the memory. */
const MAX_ANSWERS = 100;

/**
 * Middleware that keeps what the routes behind it `send`, by path and forwarded prefix, and answers with it until `stateOf`
 * returns something else. A client that has the current answer gets 304.
 */
export function cacheAnswers(stateOf: () => unknown): RequestHandler {
  let cachedState: unknown;
  const answers = new Map<string, Answer>();
  return (request, response, next) => {
    const state = stateOf();
    if (state !== cachedState || answers.size > MAX_ANSWERS) answers.clear();
    cachedState = state;
    const key = `${forwardedPrefix(request)} ${request.path.toLowerCase()}`;
    const known = answers.get(key);
    if (known !== undefined) return void reply(request, response, known);
    const send = response.send.bind(response);
    response.send = (body: unknown) => {
      response.send = send;
      if (response.statusCode !== 200 || typeof body !== 'string') return send(body);
      const answer = answerOf(response, body);
      if (cachedState === state) answers.set(key, answer);
      return reply(request, response, answer);
    };
    next();
  };
}

function answerOf(response: Response, text: string): Answer {
  const type = String(response.getHeader('Content-Type'));
  return {
    // RFC 9512 registers this type for YAML.
    type: type.startsWith('text/yaml') ? 'application/yaml' : type,
    body: Buffer.from(text),
    etag: `"${createHash('sha256').update(text).digest('base64url')}"`,
  };
}

function reply(request: Request, response: Response, { type, body, etag }: Answer): Response {
  response.set({ 'Content-Type': type, 'Cache-Control': 'no-cache', ETag: etag });
  return hasAnswer(request, etag) ? response.status(304).end() : response.send(body);
}

/** Express's `fresh` is false for a client that asks with `no-cache`, which only wants to be sure that its copy is current. */
function hasAnswer(request: Request, etag: string): boolean {
  const known = request.get('If-None-Match')?.split(',') ?? [];
  return known.some((text) => text.trim().replace(/^W\//, '') === etag);
}
