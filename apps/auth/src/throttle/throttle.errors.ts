import { DomainError } from '@plumbline/errors';

/** Too many failed sign-ins. The answer does not depend on whether the account exists. */
export class SignInThrottled extends DomainError {
  readonly code = 'sign_in_throttled';
  override readonly retryAfterS: number;
  constructor(retryAfterS: number) {
    super(`Too many failed sign-ins; try again in ${retryAfterS} s.`);
    this.retryAfterS = retryAfterS;
  }
}

/** Too many failed authentications with this client id or from this address; a right secret is accepted all the same. */
export class ClientThrottled extends DomainError {
  readonly code = 'client_throttled';
  override readonly retryAfterS: number;
  constructor(retryAfterS: number) {
    super(`Too many failed client authentications; try again in ${retryAfterS} s.`);
    this.retryAfterS = retryAfterS;
  }
}
