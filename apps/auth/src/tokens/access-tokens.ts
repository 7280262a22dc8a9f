import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { type Scope, splitScope } from '@plumbline/access';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { epochSeconds } from '@plumbline/tasks';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';
import { SigningKeys } from '../keys/index.js';
import type { IssuedToken } from './token.schema.js';

/** The `client_id` of tokens issued for a password; no machine client can have it. */
export const FIRST_PARTY_CLIENT = 'plumbline';

/** How the holder of a token authenticated. */
const GRANTS = ['password', 'client_credentials', 'refresh_token'] as const;

/** The subject and scopes of a token to issue. */
export interface TokenGrant {
  readonly grant: (typeof GRANTS)[number];
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  /** Of a machine client. */
  readonly clientInstance?: string;
  readonly sessionId?: string;
}

/** Signs access tokens (RFC 9068) with the key in use. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly jwt: JwtService,
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
    @InjectMetric('auth_tokens_issued_total') private readonly issued: Metric<'auth_tokens_issued_total'>,
  ) {
    for (const grant of GRANTS) issued.inc({ grant }, 0);
  }

  /** Issues a token that is valid from now on, for as long as configured. */
  issue({ grant, subject, clientId, clientInstance, scopes, sessionId }: TokenGrant): IssuedToken {
    const { issuer, audience, accessTtlS } = this.config.tokens;
    const iat = epochSeconds(this.clock.now());
    const { kid, privateKey } = this.keys.current();
    const scope = scopes.join(' ');
    const client = { client_id: clientId, client_instance: clientInstance };
    const about = { iss: issuer, aud: audience, sub: subject, ...client, scope, sid: sessionId };
    const token = this.jwt.sign(
      { ...about, jti: randomUUID(), iat, exp: iat + accessTtlS },
      { privateKey, algorithm: 'ES256', header: { alg: 'ES256', typ: 'at+jwt', kid } },
    );
    this.issued.inc({ grant });
    return { access_token: token, token_type: 'Bearer', expires_in: accessTtlS, scope };
  }
}

/**
 * The scopes of a token: the requested ones, or all allowed ones when none is requested. Undefined when a requested scope
 * is not allowed, or nothing is left.
 */
export function chooseScopes(allowed: readonly Scope[], requested: string | undefined): Scope[] | undefined {
  const wanted = splitScope(requested ?? '');
  if (wanted.length === 0) return allowed.length === 0 ? undefined : [...allowed];
  const chosen = allowed.filter((scope) => wanted.includes(scope));
  return chosen.length === wanted.length ? chosen : undefined;
}
