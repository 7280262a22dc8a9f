import { Injectable } from '@nestjs/common';
import type { Scope } from '@plumbline/access';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/index.js';
import type { Client } from '../clients/index.js';
import { AuthDatabase } from '../database/index.js';
import { isRefreshToken, RefreshRotation, type Rotation, type Session } from '../sessions/index.js';
import {
  AccessTokens,
  chooseScopes,
  FIRST_PARTY_CLIENT,
  type IssuedToken,
  type SessionTokens,
} from '../tokens/index.js';
import { UserRepository } from '../users/index.js';
import { OAuthError } from './oauth.errors.js';

/** Tokens for machine clients (RFC 6749, 4.4), without a refresh token: the secret gets a new token at any time. */
@Injectable()
export class ClientCredentialsGrant {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** @throws {OAuthError} `invalid_scope` */
  async issue(client: Client, requested: string | undefined, address: string): Promise<IssuedToken> {
    const scopes = chooseScopes(client.scopes, requested);
    if (scopes === undefined) {
      throw new OAuthError(
        'invalid_scope',
        `The client may request only these scopes: ${client.scopes.join(' ')}.`,
      );
    }
    const detail = { grant: 'client_credentials', scope: scopes.join(' ') };
    const event = { action: 'token.issued', actor: client.id, subject: client.id, address, detail } as const;
    await this.database.run((queries) => this.audit.record(queries, event));
    return this.tokens.issue({
      grant: 'client_credentials',
      subject: client.id,
      clientId: client.id,
      clientInstance: client.instance,
      scopes,
    });
  }
}

const REFUSALS = {
  reused: 'The refresh token was already used; its session has ended. Sign in again.',
  expired: 'The refresh token or its session has ended. Sign in again.',
  unknown: 'The refresh token is unknown. Sign in again.',
} as const;

/** New tokens for a refresh token (RFC 6749, 6), which can be used once. */
@Injectable()
export class RefreshGrant {
  constructor(
    private readonly rotation: RefreshRotation,
    private readonly users: UserRepository,
    private readonly tokens: AccessTokens,
    private readonly database: AuthDatabase,
    @InjectMetric('auth_refresh_total') private readonly refreshes: Metric<'auth_refresh_total'>,
  ) {
    for (const result of ['rotated', 'grace', ...Object.keys(REFUSALS)]) refreshes.inc({ result }, 0);
  }

  /** @throws {OAuthError} `invalid_grant` or `invalid_scope`; after the latter the token is still valid. */
  async issue(token: string, requested: string | undefined, address: string): Promise<SessionTokens> {
    const { rotation, scopes } = await this.exchange(token, requested, address);
    this.refreshes.inc({ result: rotation.result });
    if (!('session' in rotation)) throw new OAuthError('invalid_grant', REFUSALS[rotation.result]);
    const { id: sessionId, userId: subject } = rotation.session;
    const about = { subject, clientId: FIRST_PARTY_CLIENT, scopes, sessionId };
    return {
      ...this.tokens.issue({ grant: 'refresh_token', ...about }),
      refresh_token: rotation.refreshToken,
    };
  }

  private async exchange(
    token: string,
    requested: string | undefined,
    address: string,
  ): Promise<{ rotation: Rotation; scopes: Scope[] }> {
    if (!isRefreshToken(token)) return { rotation: { result: 'unknown' }, scopes: [] };
    return this.database.transaction(async (queries) => {
      const rotation = await this.rotation.exchange(queries, token, address);
      if (!('session' in rotation)) return { rotation, scopes: [] };
      return { rotation, scopes: await this.scopesFor(queries, rotation.session, requested) };
    });
  }

  /** What was granted at sign-in, as far as the person still has it and it was asked for. */
  private async scopesFor(
    queries: Queries,
    session: Session,
    requested: string | undefined,
  ): Promise<Scope[]> {
    const user = await this.users.findById(queries, session.userId);
    const granted = session.scopes.filter((scope) => user?.scopes.includes(scope));
    const scopes = chooseScopes(granted, requested);
    // Thrown inside the transaction, this also takes the use of the token back.
    if (scopes === undefined)
      throw new OAuthError('invalid_scope', `This session has: ${granted.join(' ')}.`);
    return scopes;
  }
}
