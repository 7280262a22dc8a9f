import { Injectable } from '@nestjs/common';
import { AccessTokenInvalid, AccessTokenVerifier, type Principal } from '@plumbline/access';
import { AuthDatabase } from '../database/auth-database.js';
import { hashRefreshToken, isRefreshToken } from '../sessions/refresh-token.js';
import { type RefreshTokenRow, RefreshTokenRepository } from '../sessions/refresh-token.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import type { Session } from '../sessions/session.js';

/** What a text turned out to be. */
export type FoundToken =
  | { readonly kind: 'access'; readonly principal: Principal }
  | { readonly kind: 'refresh'; readonly token: RefreshTokenRow; readonly session: Session };

/** Tells which token of this service a text is. Hints are not needed: the two kinds cannot be confused. */
@Injectable()
export class TokenLookup {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly tokens: RefreshTokenRepository,
    private readonly sessions: SessionRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** Undefined for what is no token of this service, or an access token that has expired. */
  find(text: string): Promise<FoundToken | undefined> {
    return isRefreshToken(text) ? this.findRefreshToken(text) : this.findAccessToken(text);
  }

  private async findAccessToken(text: string): Promise<FoundToken | undefined> {
    try {
      return { kind: 'access', principal: await this.verifier.verify(text) };
    } catch (error) {
      if (error instanceof AccessTokenInvalid) return undefined;
      throw error;
    }
  }

  private findRefreshToken(text: string): Promise<FoundToken | undefined> {
    return this.database.run(async (queries) => {
      const token = await this.tokens.find(queries, hashRefreshToken(text));
      const session = token && (await this.sessions.find(queries, token.sessionId));
      return token && session && { kind: 'refresh', token, session };
    });
  }
}
