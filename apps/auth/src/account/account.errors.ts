import { DomainError } from '@plumbline/errors';

/** The user has no live session with this id. Sessions of other users get the same answer. */
export class SessionNotFound extends DomainError {
  readonly code = 'session_not_found';
  constructor(id: string) {
    super(`You have no session "${id}".`);
  }
}

/** The token of a machine client belongs to no session. */
export class NoSession extends DomainError {
  readonly code = 'no_session';
  constructor() {
    super('This token belongs to no session; revoke it with POST /oauth/revoke.');
  }
}

/** A user who is not an admin requested a change to another account, whether or not it exists. */
export class NotYourAccount extends DomainError {
  readonly code = 'not_your_account';
  constructor() {
    super('Only an admin can change the password of another user.');
  }
}

/** The current password, sent with a new one, is wrong. */
export class CurrentPasswordWrong extends DomainError {
  readonly code = 'current_password_wrong';
  constructor() {
    super('The current password is wrong.');
  }
}
