import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/audit.repository.js';
import { AuthDatabase } from '../database/auth-database.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { type Attempt, SignInThrottle } from '../throttle/sign-in-throttle.js';
import { UserRepository } from '../users/user.repository.js';
import type { User } from '../users/user.js';
import { InvalidCredentials } from './login.errors.js';

/** Somebody whose password was right, until `confirm` makes it count. */
export interface ProvenUser {
  readonly user: User;
  readonly attempt: Attempt;
}

/**
 * Checks a name and password under the limits on failed attempts. A name that does not exist costs the same queries
 * and one password hash as well, and gets the same answer.
 */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly throttle: SignInThrottle,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** @throws {InvalidCredentials} @throws {SignInThrottled} @throws {HashingOverloaded} */
  async prove(username: string, password: string, address: string): Promise<ProvenUser> {
    const attempt = await this.throttle.begin(username, address);
    const user = await this.database.run((queries) => this.users.findByUsername(queries, username));
    if (await this.matches(user, password, attempt)) return { user: user as User, attempt };
    this.throttle.fail(attempt);
    const event = { action: 'login.failed', subject: user?.username, address } as const;
    await this.database.run((queries) => this.audit.record(queries, event));
    throw new InvalidCredentials();
  }

  /**
   * Makes a success count, in the transaction of what it allows.
   * @throws {InvalidCredentials} when the password was changed or the person deleted in the meantime.
   */
  async confirm(queries: Queries, { user, attempt }: ProvenUser): Promise<void> {
    if ((await this.users.lockUnchanged(queries, user)) === undefined) throw new InvalidCredentials();
    await this.throttle.succeed(queries, attempt);
  }

  private async matches(user: User | undefined, password: string, attempt: Attempt): Promise<boolean> {
    try {
      return await this.hasher.matches(user?.passwordHash, password);
    } catch (error) {
      await this.throttle.withdraw(attempt);
      throw error;
    }
  }
}
