import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { Scope } from '@plumbline/access';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { Clock, epochSeconds } from '../clock.js';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import { SigningKeys } from '../keys/signing-keys.js';
import type { IssuedToken } from './token.schema.js';

/** How the holder of a token proved who they are. */
const GRANTS = ['password', 'client_credentials', 'refresh_token'] as const;

/** Whom a token is for and what it allows. */
export interface TokenGrant {
  readonly grant: (typeof GRANTS)[number];
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  readonly sessionId?: string;
}

/** Signs access tokens (RFC 9068) with the key in use. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
    @InjectMetric('auth_tokens_issued_total') private readonly issued: Metric<'auth_tokens_issued_total'>,
  ) {
    for (const grant of GRANTS) issued.inc({ grant }, 0);
  }

  /** A token that begins now and lives as long as configured. */
  issue({ grant, subject, clientId, scopes, sessionId }: TokenGrant): IssuedToken {
    const { issuer, audience, accessTtlS } = this.config.tokens;
    const iat = epochSeconds(this.clock.now());
    const { kid, privateKey } = this.keys.current();
    const scope = scopes.join(' ');
    const about = { iss: issuer, aud: audience, sub: subject, client_id: clientId, scope, sid: sessionId };
    const token = this.jwt.sign(
      { ...about, jti: randomUUID(), iat, exp: iat + accessTtlS },
      { privateKey, algorithm: 'ES256', header: { alg: 'ES256', typ: 'at+jwt', kid } },
    );
    this.issued.inc({ grant });
    return { access_token: token, token_type: 'Bearer', expires_in: accessTtlS, scope };
  }
}
