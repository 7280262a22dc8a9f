import { Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import { ValidationFailed } from '@plumbline/errors';
import type { Operator } from '../audit/operator.js';
import { AuthDatabase } from '../database/auth-database.js';
import { CredentialCheck, type ProvenUser } from '../login/credential-check.js';
import { InvalidCredentials } from '../login/login.errors.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { repeatsName } from '../passwords/password.schema.js';
import { UserNotFound } from '../users/user.errors.js';
import { UserRepository } from '../users/user.repository.js';
import { CurrentPasswordWrong, NotYourAccount } from './account.errors.js';
import type { PasswordChangeRequest } from './account.schema.js';
import { PasswordReplacement } from './password-replacement.js';

/** Changes passwords: one's own with the current one, anybody's as an admin. */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly credentials: CredentialCheck,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly replacement: PasswordReplacement,
    private readonly database: AuthDatabase,
  ) {}

  /** @throws {NotYourAccount} @throws {CurrentPasswordWrong} @throws {UserNotFound} @throws {SignInThrottled} */
  async change(
    principal: Principal,
    username: string,
    request: PasswordChangeRequest,
    operator: Required<Operator>,
  ): Promise<void> {
    if (repeatsName(request.new_password, username))
      throw invalid('new_password', 'must not contain the username');
    if (await this.isOwn(principal, username)) return this.changeOwn(username, request, operator);
    if (!principal.scopes.has('admin')) throw new NotYourAccount();
    return this.changeOthers(username, request.new_password, operator);
  }

  private async isOwn({ subject, sessionId }: Principal, username: string): Promise<boolean> {
    if (sessionId === undefined) return false;
    const self = await this.database.run((queries) => this.users.findById(queries, subject));
    return self?.username === username;
  }

  private async changeOwn(
    username: string,
    { current_password: current, new_password: next }: PasswordChangeRequest,
    operator: Required<Operator>,
  ): Promise<void> {
    if (current === undefined) throw invalid('current_password', 'must be sent to change your own password');
    const proven = await this.prove(username, current, operator.address);
    const passwordHash = await this.hasher.hash(next);
    await this.database.transaction(async (queries) => {
      await this.credentials.confirm(queries, proven);
      await this.replacement.replace(queries, proven.user, passwordHash, operator);
    });
  }

  private async changeOthers(username: string, next: string, operator: Operator): Promise<void> {
    const user = await this.database.run((queries) => this.users.findByUsername(queries, username));
    if (user === undefined) throw new UserNotFound(username);
    const passwordHash = await this.hasher.hash(next);
    await this.database.transaction((queries) =>
      this.replacement.replace(queries, user, passwordHash, operator),
    );
  }

  private async prove(username: string, password: string, address: string): Promise<ProvenUser> {
    try {
      return await this.credentials.prove(username, password, address);
    } catch (error) {
      throw error instanceof InvalidCredentials ? new CurrentPasswordWrong() : error;
    }
  }
}

function invalid(field: string, message: string): ValidationFailed {
  return new ValidationFailed([{ path: [field], message }]);
}
