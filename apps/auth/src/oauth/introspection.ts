import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import { TokenLiveness } from '../access/token-liveness.js';
import { Clock, epochSeconds } from '../clock.js';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import type { RefreshTokenRow } from '../sessions/refresh-token.repository.js';
import { isLive, type Session } from '../sessions/session.js';
import { FIRST_PARTY_CLIENT } from '../tokens/first-party-client.js';
import type { TokenReport } from '../tokens/token.schema.js';
import { TokenLookup } from './token-lookup.js';

/** Tells whether a token can be used at this moment, ended sessions and revoked tokens included. */
@Injectable()
export class Introspection {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly liveness: TokenLiveness,
    private readonly clock: Clock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
  ) {}

  async report(text: string): Promise<TokenReport> {
    const found = await this.lookup.find(text);
    if (found === undefined) return { active: false };
    return found.kind === 'access'
      ? this.reportAccessToken(found.principal)
      : this.reportRefreshToken(found.token, found.session);
  }

  private async reportAccessToken(principal: Principal): Promise<TokenReport> {
    if (await this.liveness.isRevoked(principal)) return { active: false };
    const { issuer, audience } = this.config.tokens;
    return {
      active: true,
      token_type: 'Bearer',
      scope: [...principal.scopes].join(' '),
      client_id: principal.clientId,
      sub: principal.subject,
      aud: audience,
      iss: issuer,
      jti: principal.tokenId,
      exp: principal.expiresAt / 1000,
    };
  }

  private reportRefreshToken(token: RefreshTokenRow, session: Session): TokenReport {
    const now = this.clock.now();
    if (token.usedAt !== null || token.expiresAt <= now || !isLive(session, now)) return { active: false };
    return {
      active: true,
      scope: session.scopes.join(' '),
      client_id: FIRST_PARTY_CLIENT,
      sub: session.userId,
      iss: this.config.tokens.issuer,
      exp: epochSeconds(token.expiresAt),
    };
  }
}
