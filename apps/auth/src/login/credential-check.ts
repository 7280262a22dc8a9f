import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { FailureLog } from '../audit/index.js';
import { AuthDatabase } from '../database/index.js';
import { PasswordHasher } from '../passwords/index.js';
import { type Attempt, SignInThrottle } from '../throttle/index.js';
import { type User, UserRepository } from '../users/index.js';
import { InvalidCredentials } from './login.errors.js';

/** Where an attempt comes from. */
export interface AttemptOrigin {
  readonly address: string;
  /** What shows that the user signed in from there before: the name of a known device, or a session. */
  readonly deviceOf: (user: User | undefined) => string | undefined;
}

/** A user whose password was right; `confirm` makes the success count. */
export interface ProvenUser {
  readonly user: User;
  readonly attempt: Attempt;
}

/**
 * Checks a username and password under the limits on failed attempts. An unknown username causes the same queries, one
 * password hash and the same answer.
 */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly throttle: SignInThrottle,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly failures: FailureLog,
    private readonly database: AuthDatabase,
  ) {}

  /** @throws {InvalidCredentials} @throws {SignInThrottled} @throws {HashingOverloaded} */
  async prove(username: string, password: string, { address, deviceOf }: AttemptOrigin): Promise<ProvenUser> {
    const user = await this.database.run((queries) => this.users.findByUsername(queries, username));
    const attempt = await this.throttle.begin({ username, address, device: deviceOf(user) });
    const isRight = await this.matches(user, password, attempt);
    if (user !== undefined && isRight && user.disabledAt === null) return { user, attempt };
    this.throttle.fail(attempt);
    await this.failures.record({ action: 'login.failed', subject: user?.username, address });
    throw new InvalidCredentials();
  }

  /**
   * Makes a success count, in the transaction of what it allows.
   * @throws {InvalidCredentials} when the password has been changed or the user disabled or deleted in the meantime.
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
