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
