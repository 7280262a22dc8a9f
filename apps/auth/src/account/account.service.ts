import { Injectable } from '@nestjs/common';
import { AccessTokenInvalid, type Principal } from '@plumbline/access';
import { AuthDatabase } from '../database/auth-database.js';
import type { Session } from '../sessions/session.js';
import { Sessions } from '../sessions/sessions.js';
import { UserRepository } from '../users/user.repository.js';
import type { AccountDescription, SessionDescription } from './account.schema.js';

/** Describes accounts to their owners. */
@Injectable()
export class AccountService {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: Sessions,
    private readonly database: AuthDatabase,
  ) {}

  describe(principal: Principal): Promise<AccountDescription> {
    const { subject, sessionId, clientId = subject } = principal;
    const scopes = [...principal.scopes];
    if (sessionId === undefined) return Promise.resolve({ client_id: clientId, scopes });
    return this.database.run(async (queries) => {
      const user = await this.users.findById(queries, subject);
      // Deleted since the token was checked.
      if (user === undefined) throw new AccessTokenInvalid('revoked');
      const sessions = await this.sessions.list(queries, subject);
      return {
        username: user.username,
        scopes,
        allowed_scopes: [...user.scopes],
        created_at: user.createdAt.toISOString(),
        sessions: sessions.map((session) => describeSession(session, sessionId)),
      };
    });
  }
}

function describeSession(session: Session, current: string): SessionDescription {
  return {
    id: session.id,
    current: session.id === current,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  };
}
