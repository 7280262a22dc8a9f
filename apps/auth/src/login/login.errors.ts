import { DomainError } from '@plumbline/errors';

/** The username or the password is wrong; the answer does not say which. */
export class InvalidCredentials extends DomainError {
  readonly code = 'invalid_credentials';
  constructor() {
    super('The username or the password is wrong.');
  }
}

/** The sign-in requested a scope that the account does not have. */
export class ScopeNotAllowed extends DomainError {
  readonly code = 'scope_not_allowed';
  constructor(allowed: readonly string[]) {
    super(`The account may request only these scopes: ${allowed.join(', ') || 'none'}.`);
  }
}
