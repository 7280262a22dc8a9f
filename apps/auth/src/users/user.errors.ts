import { DomainError } from '@plumbline/errors';

/** No user has this name. */
export class UserNotFound extends DomainError {
  readonly code = 'user_not_found';
  constructor(username: string) {
    super(`There is no user "${username}".`);
  }
}

/** The name is in use. */
export class UsernameTaken extends DomainError {
  readonly code = 'username_taken';
  constructor(username: string) {
    super(`There is already a user "${username}".`);
  }
}

/** Without this user nobody could manage the service. */
export class LastAdmin extends DomainError {
  readonly code = 'last_admin';
  constructor(username: string) {
    super(`"${username}" is the last user with the scope "admin"; add another admin first.`);
  }
}
