import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  AuthSessions,
  type BrowserOrigin,
  type HttpAnswer,
  type HttpRequest,
  type OpenedSession,
  ServiceRefused,
  type TokenGrant,
} from '@plumbline/client';
import { reasonOf } from '@plumbline/errors';
import { Clock } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../config/index.js';
import { EndedSessions } from './ended-sessions.js';
import type { BrowserSession } from './session-cookie.js';
import { AuthUnavailable, SignInDelayed, SignInRefused } from './session.errors.js';
import type { SignIn } from './session.schema.js';

/** An access token is renewed this long before it expires, so that requests do not fail while auth is away for a moment. */
const MARGIN_MS = 60_000;
/** Requests that the browser sent before it had the new cookie get the same successor for this long. */
const SUCCESSOR_KEPT_MS = 30_000;
const RETRY_S = 5;

/** Sessions of browsers: opened, continued and ended at auth, which knows the people. */
@Injectable()
export class BrowserSessions {
  private readonly logger = new Logger('Sessions');
  private readonly auth: AuthSessions;
  /** Renewals by the refresh token that they use up. */
  private readonly renewals = new Map<string, Promise<BrowserSession | undefined>>();

  constructor(
    private readonly ended: EndedSessions,
    private readonly clock: Clock,
    @Inject(PREDICT_CONFIG) { auth }: PredictConfig,
  ) {
    this.auth = new AuthSessions({ url: auth.url });
  }

  /** @throws {SignInRefused | SignInDelayed | AuthUnavailable} */
  async open(
    { username, password }: SignIn,
    origin: BrowserOrigin,
  ): Promise<{ session: BrowserSession; cookies: readonly string[] }> {
    const { grant, cookies } = await this.openAtAuth(username, password, origin);
    const { sid: id, sub: subject } = claimsOf(grant.access_token);
    const signedInAt = this.clock.now().getTime();
    const person = { id, subject, username: username.toLowerCase(), signedInAt };
    return { session: this.withGrant(person, grant), cookies };
  }

  /**
   * The session with an access token that is valid now; undefined when it has ended.
   * @throws {AuthUnavailable} when the token has expired and auth does not answer
   */
  current(
    session: BrowserSession,
    origin: BrowserOrigin,
  ): BrowserSession | undefined | Promise<BrowserSession | undefined> {
    if (this.ended.has(session)) return undefined;
    if (this.clock.now().getTime() < session.accessExpiresAt - MARGIN_MS) return session;
    const known = this.renewals.get(session.refreshToken);
    if (known !== undefined) return known;
    const renewal = this.renew(session, origin);
    this.renewals.set(session.refreshToken, renewal);
    const forget = () => this.renewals.delete(session.refreshToken);
    renewal.then(() => setTimeout(forget, SUCCESSOR_KEPT_MS).unref(), forget);
    return renewal;
  }

  /** Ends the session here, and at auth if it answers. */
  async end(session: BrowserSession, origin: BrowserOrigin): Promise<void> {
    this.ended.end(session);
    const { refreshToken } =
      (await this.renewals.get(session.refreshToken)?.catch(() => undefined)) ?? session;
    await this.auth.end(refreshToken, origin).catch((error: unknown) => {
      this.logger.warn({ message: 'auth could not end a session', error: reasonOf(error) });
    });
  }

  /** Ends all sessions of the person, also those of other clients. @throws {AuthUnavailable} when they go on */
  async endAll(session: BrowserSession, origin: BrowserOrigin): Promise<void> {
    const current = await this.current(session, origin);
    if (current === undefined) return;
    await this.auth.endAll(current.accessToken, origin).catch((error: unknown) => {
      // The session ended before.
      if (error instanceof ServiceRefused && error.status === 401) return;
      throw unavailable(error);
    });
    this.ended.endAll(session);
  }

  /** Passes a request of the person on to auth. @throws {AuthUnavailable} */
  async pass(request: HttpRequest, session: BrowserSession, origin: BrowserOrigin): Promise<HttpAnswer> {
    try {
      return await this.auth.pass(request, session.accessToken, origin);
    } catch (error) {
      throw unavailable(error);
    }
  }

  private async openAtAuth(
    username: string,
    password: string,
    origin: BrowserOrigin,
  ): Promise<OpenedSession> {
    try {
      return await this.auth.open(username, password, origin);
    } catch (error) {
      if (!(error instanceof ServiceRefused)) throw unavailable(error);
      if (error.status === 429) throw new SignInDelayed((error.retryAfterMs ?? 1000) / 1000);
      // 400 is a name or a password that no account can have.
      if (error.status === 401 || error.status === 400) throw new SignInRefused();
      throw unavailable(error);
    }
  }

  private async renew(session: BrowserSession, origin: BrowserOrigin): Promise<BrowserSession | undefined> {
    try {
      return this.withGrant(session, await this.auth.continue(session.refreshToken, origin));
    } catch (error) {
      if (error instanceof ServiceRefused && error.status === 400) return undefined;
      if (this.clock.now().getTime() < session.accessExpiresAt) return session;
      throw unavailable(error);
    }
  }

  private withGrant(
    { id, subject, username, signedInAt }: Pick<BrowserSession, 'id' | 'subject' | 'username' | 'signedInAt'>,
    { access_token: accessToken, refresh_token: refreshToken = '', expires_in, scope = '' }: TokenGrant,
  ): BrowserSession {
    const accessExpiresAt = this.clock.now().getTime() + expires_in * 1000;
    const scopes = scope.split(' ').filter((each) => each !== '');
    return { id, subject, username, scopes, signedInAt, accessToken, accessExpiresAt, refreshToken };
  }
}

function unavailable(cause: unknown): AuthUnavailable {
  const waitMs = cause instanceof ServiceRefused ? cause.retryAfterMs : undefined;
  return new AuthUnavailable(waitMs === undefined ? RETRY_S : Math.ceil(waitMs / 1000), { cause });
}

/** The session and the person of an access token that auth has just issued. */
function claimsOf(accessToken: string): { sid: string; sub: string } {
  const [, payload = ''] = accessToken.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string; sub: string };
}
