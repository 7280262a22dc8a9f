import { DomainError } from '@plumbline/errors';

/** No live session of this person has the id; sessions of others are answered alike. */
export class SessionNotFound extends DomainError {
  readonly code = 'session_not_found';
  constructor(id: string) {
    super(`You have no session "${id}".`);
  }
}

/** A machine client's token belongs to no session. */
export class NoSession extends DomainError {
  readonly code = 'no_session';
  constructor() {
    super('This token belongs to no session; revoke it with POST /oauth/revoke.');
  }
}

/** Someone who is not an admin asked for another person's account, whether or not it exists. */
export class NotYourAccount extends DomainError {
  readonly code = 'not_your_account';
  constructor() {
    super('Only an admin can change the password of somebody else.');
  }
}

/** The current password that came with a new one is not the right one. */
export class CurrentPasswordWrong extends DomainError {
  readonly code = 'current_password_wrong';
  constructor() {
    super('The current password is not right.');
  }
}
