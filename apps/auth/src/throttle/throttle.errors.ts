import { DomainError } from '@plumbline/errors';

/** Too many failed sign-ins; the same answer whether or not there is such an account. */
export class SignInThrottled extends DomainError {
  readonly code = 'sign_in_throttled';
  override readonly retryAfterS: number;
  constructor(retryAfterS: number) {
    super(`Too many failed sign-ins; try again in ${retryAfterS} s.`);
    this.retryAfterS = retryAfterS;
  }
}
