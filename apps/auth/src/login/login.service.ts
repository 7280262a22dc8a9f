import { Injectable } from '@nestjs/common';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { AuthDatabase } from '../database/index.js';
import { Sessions } from '../sessions/index.js';
import { SignInThrottled } from '../throttle/index.js';
import { AccessTokens, chooseScopes, FIRST_PARTY_CLIENT, type SessionTokens } from '../tokens/index.js';
import type { User } from '../users/index.js';
import { type AttemptOrigin, CredentialCheck, type ProvenUser } from './credential-check.js';
import { InvalidCredentials, ScopeNotAllowed } from './login.errors.js';
import type { LoginRequest } from './login.schema.js';

/** A user who signed in, and the tokens of the new session. */
interface SignedIn {
  readonly user: User;
  readonly tokens: SessionTokens;
}

/** Signs users in with username and password. */
@Injectable()
export class LoginService {
  constructor(
    private readonly credentials: CredentialCheck,
    private readonly sessions: Sessions,
    private readonly tokens: AccessTokens,
    private readonly database: AuthDatabase,
    @InjectMetric('auth_logins_total') private readonly logins: Metric<'auth_logins_total'>,
  ) {
    for (const result of ['success', 'failure', 'throttled']) logins.inc({ result }, 0);
  }

  /** Opens a session. @throws {InvalidCredentials} @throws {SignInThrottled} @throws {ScopeNotAllowed} */
  async login(request: LoginRequest, origin: AttemptOrigin): Promise<SignedIn> {
    try {
      const proven = await this.credentials.prove(request.username, request.password, origin);
      const tokens = await this.open(proven, request.scope, origin.address);
      this.logins.inc({ result: 'success' });
      return { user: proven.user, tokens };
    } catch (error) {
      if (error instanceof InvalidCredentials) this.logins.inc({ result: 'failure' });
      if (error instanceof SignInThrottled) this.logins.inc({ result: 'throttled' });
      throw error;
    }
  }

  private async open(
    proven: ProvenUser,
    requested: string | undefined,
    address: string,
  ): Promise<SessionTokens> {
    const { user } = proven;
    const scopes = chooseScopes(user.scopes, requested);
    const opened = await this.database.transaction(async (queries) => {
      await this.credentials.confirm(queries, proven);
      return scopes && this.sessions.open(queries, user, scopes, address);
    });
    if (scopes === undefined || opened === undefined) throw new ScopeNotAllowed(user.scopes);
    const about = { subject: user.id, clientId: FIRST_PARTY_CLIENT, scopes, sessionId: opened.session.id };
    return { ...this.tokens.issue({ grant: 'password', ...about }), refresh_token: opened.refreshToken };
  }
}
