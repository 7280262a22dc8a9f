import { isPromise } from 'node:util/types';
import { Injectable } from '@nestjs/common';
import type { BrowserOrigin } from '@plumbline/client';
import type { Request, RequestHandler, Response } from 'express';
import { BrowserSessions } from './browser-sessions.js';
import { isSafe, isSameOrigin } from './same-origin.js';
import { type BrowserSession, SessionCookie } from './session-cookie.js';
import { CrossSiteRequest } from './session.errors.js';

/** A request with the session of its cookie. */
export interface SessionRequest extends Request {
  browserSession?: BrowserSession;
}

/** The routes of the session itself, which need no access token. */
const SESSION = /^\/session\/?$/i;
/** The page and its files, which are the same for everybody. */
const PAGE = /^\/(assets\/.*)?$/i;
/** As auth names the cookies. Of any length, names without an end would take seconds to search. */
const DEVICE = /(?:__Host-)?plumbline_device_[\w-]{16}=[^;]*/g;

/**
 * Gives a request with the cookie of a session the `Authorization` header of an API client, for the guards behind it. A
 * request without a cookie, or with a header of its own, passes at once.
 */
@Injectable()
export class SessionAuthentication {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly sessions: BrowserSessions,
  ) {}

  readonly authenticate: RequestHandler = (request: SessionRequest, response, next) => {
    const { cookie, authorization } = request.headers;
    if (cookie === undefined || authorization !== undefined) return next();
    const session = this.cookie.read(cookie, request.secure);
    if (session === undefined || PAGE.test(request.path)) return next();
    if (!isSameOrigin(request)) return isSafe(request.method) ? next() : next(new CrossSiteRequest());
    response.setHeader('Cache-Control', 'no-store');
    if (SESSION.test(request.path)) {
      request.browserSession = session;
      return next();
    }
    const proceed = (current: BrowserSession | undefined) => {
      request.browserSession = current;
      if (current !== undefined) request.headers.authorization = `Bearer ${current.accessToken}`;
      if (current !== session) this.replace(current, request, response);
      next();
    };
    const current = this.sessions.current(session, originOf(request));
    if (isPromise(current)) void current.then(proceed, next);
    else proceed(current);
  };

  private replace(session: BrowserSession | undefined, { secure }: Request, response: Response): void {
    const cookie = session === undefined ? this.cookie.remove(secure) : this.cookie.keep(session, secure);
    response.appendHeader('Set-Cookie', cookie);
  }
}

/** The browser behind a request, for auth. */
export function originOf({ ip, socket, headers }: Pick<Request, 'ip' | 'socket' | 'headers'>): BrowserOrigin {
  const devices = headers.cookie?.match(DEVICE)?.join('; ');
  return { address: ip ?? socket.remoteAddress ?? '', cookies: devices };
}
