import { Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import { ValidationFailed } from '@plumbline/errors';
import type { Operator } from '../audit/index.js';
import { repeatsName } from '../credentials/index.js';
import { AuthDatabase } from '../database/index.js';
import { CredentialCheck, InvalidCredentials, type ProvenUser } from '../login/index.js';
import { PasswordHasher } from '../passwords/index.js';
import { UserNotFound, UserRepository } from '../users/index.js';
import { AccountChanges } from './account-changes.js';
import { CurrentPasswordWrong, NotYourAccount } from './account.errors.js';
import type { PasswordChangeRequest } from './account.schema.js';

/** Changes passwords: the user's own, which requires the current one, and as an admin those of others. */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly credentials: CredentialCheck,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly changes: AccountChanges,
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
    if (await this.isOwn(principal, username)) return this.changeOwn(principal, username, request, operator);
    if (!principal.scopes.has('admin')) throw new NotYourAccount();
    return this.changeOthers(username, request.new_password, operator);
  }

  private async isOwn({ subject, sessionId }: Principal, username: string): Promise<boolean> {
    if (sessionId === undefined) return false;
    const self = await this.database.run((queries) => this.users.findById(queries, subject));
    return self?.username === username;
  }

  /** Failures count for the session alone: failed sign-ins of others do not delay who has signed in. */
  private async changeOwn(
    { sessionId }: Principal,
    username: string,
    { current_password: current, new_password: next }: PasswordChangeRequest,
    operator: Required<Operator>,
  ): Promise<void> {
    if (current === undefined) throw invalid('current_password', 'is required to change your own password');
    const origin = { address: operator.address, deviceOf: () => sessionId };
    const proven = await this.prove(username, current, origin);
    const passwordHash = await this.hasher.hash(next);
    await this.database.transaction(async (queries) => {
      await this.credentials.confirm(queries, proven);
      await this.changes.replacePassword(queries, proven.user, passwordHash, operator);
    });
  }

  private async changeOthers(username: string, next: string, operator: Operator): Promise<void> {
    const user = await this.database.run((queries) => this.users.findByUsername(queries, username));
    if (user === undefined) throw new UserNotFound(username);
    const passwordHash = await this.hasher.hash(next);
    await this.database.transaction((queries) =>
      this.changes.replacePassword(queries, user, passwordHash, operator),
    );
  }

  private async prove(...attempt: Parameters<CredentialCheck['prove']>): Promise<ProvenUser> {
    try {
      return await this.credentials.prove(...attempt);
    } catch (error) {
      throw error instanceof InvalidCredentials ? new CurrentPasswordWrong() : error;
    }
  }
}

function invalid(field: string, message: string): ValidationFailed {
  return new ValidationFailed([{ path: [field], message }]);
}
