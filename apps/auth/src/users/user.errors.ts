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
