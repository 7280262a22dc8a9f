import { All, Body, Controller, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RequireToken } from '@plumbline/access';
import { type HttpRequest, jsonRequest } from '@plumbline/client';
import { RouteNotFound } from '@plumbline/http';
import type { Response } from 'express';
import { BrowserSessions } from './browser-sessions.js';
import { originOf, type SessionRequest } from './session-authentication.js';
import { SessionRequired } from './session.errors.js';

/** The calls of auth that the console makes. Who may make them, auth decides by the scopes of the person. */
const CALLS: readonly [method: NonNullable<HttpRequest['method']>, path: RegExp][] = [
  ['GET', /^\/(me|users|clients|keys|audit)$/],
  ['POST', /^\/(logout|users|clients|keys\/rotate|clients\/[^/]+\/secret)$/],
  ['PUT', /^\/users\/[^/]+\/password$/],
  ['PATCH', /^\/(users|clients)\/[^/]+$/],
  ['DELETE', /^\/((users|clients|keys)\/[^/]+|users\/[^/]+\/sessions)$/],
];

/**
 * Passes calls of the console on to auth with the access token of the session, which scripts cannot read. Other clients
 * call auth itself. The middleware of sessions has refused changes from other sites by then.
 */
@ApiExcludeController()
@RequireToken()
@Controller('auth')
export class AuthCallController {
  constructor(private readonly sessions: BrowserSessions) {}

  @All('*call')
  async pass(
    @Body() body: unknown,
    @Req() request: SessionRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const { browserSession, method, url } = request;
    if (browserSession === undefined) throw new SessionRequired();
    const target = url.slice('/auth'.length);
    const [path = ''] = target.split('?');
    const call = CALLS.find(([allowed, pattern]) => allowed === method && pattern.test(path));
    if (call === undefined || !isLiteral(path)) throw new RouteNotFound(method, request.path);
    const content = body === undefined ? {} : jsonRequest(body);
    const answer = await this.sessions.pass(
      { method: call[0], path: target, ...content },
      browserSession,
      originOf(request),
    );
    response.status(answer.status);
    if (answer.retryAfterMs !== undefined) {
      response.setHeader('Retry-After', Math.ceil(answer.retryAfterMs / 1000));
    }
    return answer.status === 204 ? undefined : answer.body;
  }
}

/** Whether a URL parser leaves the path as it is: it takes `..`, `%2e%2e` and backslashes as steps to another path. */
function isLiteral(path: string): boolean {
  return new URL(path, 'http://auth').pathname === path;
}
