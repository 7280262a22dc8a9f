import { DomainError } from '@plumbline/errors';

/** No person has this name. */
export class UserNotFound extends DomainError {
  readonly code = 'user_not_found';
  constructor(username: string) {
    super(`There is no user "${username}".`);
  }
}

/** Somebody has this name already. */
export class UsernameTaken extends DomainError {
  readonly code = 'username_taken';
  constructor(username: string) {
    super(`There is already a user "${username}".`);
  }
}

/** Without this person nobody could manage the service any more. */
export class LastAdmin extends DomainError {
  readonly code = 'last_admin';
  constructor(username: string) {
    super(`"${username}" is the last user with the scope "admin"; add another one first.`);
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
