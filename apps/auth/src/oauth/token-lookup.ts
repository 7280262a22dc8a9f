import { Injectable } from '@nestjs/common';
import { AccessTokenInvalid, AccessTokenVerifier, type Principal } from '@plumbline/access';
import { AuthDatabase } from '../database/index.js';
import {
  hashRefreshToken,
  isRefreshToken,
  RefreshTokenRepository,
  type RefreshTokenRow,
  type Session,
  SessionRepository,
} from '../sessions/index.js';

/** A token of this service. */
export type FoundToken =
  | { readonly kind: 'access'; readonly principal: Principal }
  | { readonly kind: 'refresh'; readonly token: RefreshTokenRow; readonly session: Session };

/** Finds the token that a text is. No hint is needed: the two kinds have different forms. */
@Injectable()
export class TokenLookup {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly tokens: RefreshTokenRepository,
    private readonly sessions: SessionRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** Undefined when the text is not a token of this service, or an expired access token. */
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
