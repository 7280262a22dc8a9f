import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import { epochSeconds } from '@plumbline/tasks';
import { TokenLiveness } from '../access/index.js';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';
import { isLive, type RefreshTokenRow, type Session } from '../sessions/index.js';
import { FIRST_PARTY_CLIENT, type TokenReport } from '../tokens/index.js';
import { TokenLookup } from './token-lookup.js';

/** Reports whether a token is active now; it considers ended sessions and revoked tokens. */
@Injectable()
export class Introspection {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly liveness: TokenLiveness,
    private readonly clock: ServiceClock,
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
