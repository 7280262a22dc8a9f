import { type INestApplicationContext, Module } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { PREDICT_CONFIG } from '../config/index.js';
import { AuthCallController } from './auth-call.controller.js';
import { BrowserSessions } from './browser-sessions.js';
import { EndedSessions } from './ended-sessions.js';
import { SessionAuthentication } from './session-authentication.js';
import { SessionCookie } from './session-cookie.js';
import { SESSION_KEY, sessionKey } from './session-key.js';
import { SessionController } from './session.controller.js';

/** Sessions of browsers, which sign in with accounts of auth. */
@Module({
  controllers: [AuthCallController, SessionController],
  providers: [
    { provide: SESSION_KEY, inject: [PREDICT_CONFIG], useFactory: sessionKey },
    BrowserSessions,
    EndedSessions,
    SessionAuthentication,
    SessionCookie,
  ],
})
export class SessionModule {}

/** The middleware that authenticates requests by their session. */
export function sessionAuthenticationOf(app: INestApplicationContext): RequestHandler {
  return app.get(SessionAuthentication, { strict: false }).authenticate;
}
