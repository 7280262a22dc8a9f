import { DomainError } from '@plumbline/errors';

/** The username or the password is wrong; the answer does not say which. */
export class SignInRefused extends DomainError {
  readonly code = 'invalid_credentials';
  constructor() {
    super('The username or the password is wrong.');
  }
}

/** Too many failed sign-ins. */
export class SignInDelayed extends DomainError {
  readonly code = 'sign_in_throttled';
  constructor(override readonly retryAfterS: number) {
    super('Too many failed sign-ins; try again after the time in Retry-After.');
  }
}

/** auth does not answer, so nobody can sign in, and sessions cannot be continued. */
export class AuthUnavailable extends DomainError {
  readonly code = 'auth_unavailable';
  constructor(
    override readonly retryAfterS: number,
    options?: ErrorOptions,
  ) {
    super('The auth service does not answer; try again shortly.', options);
  }
}

/** Another site made the browser send a request with the cookie of the session. */
export class CrossSiteRequest extends DomainError {
  readonly code = 'cross_site_request';
  constructor() {
    super('A session is for pages of this service only; other clients send an access token.');
  }
}

/** Calls of auth are passed on for the console only. */
export class SessionRequired extends DomainError {
  readonly code = 'session_required';
  constructor() {
    super('Only sessions of the console use this address; send the request to auth.');
  }
}
