import { DomainError } from '@plumbline/errors';

/** The name or the password is wrong; which of them is not told. */
export class InvalidCredentials extends DomainError {
  readonly code = 'invalid_credentials';
  constructor() {
    super('The username or the password is wrong.');
  }
}

/** The sign-in was right, but asked for a scope that the account does not have. */
export class ScopeNotAllowed extends DomainError {
  readonly code = 'scope_not_allowed';
  constructor(allowed: readonly string[]) {
    super(`This account can ask for the scopes: ${allowed.join(', ') || 'none'}.`);
  }
}
