import { DomainError } from '@plumbline/errors';

/** More passwords wait to be checked than the service will queue. */
export class HashingOverloaded extends DomainError {
  readonly code = 'sign_in_overloaded';
  override readonly retryAfterS = 1;
  constructor() {
    super('More sign-ins are waiting than can be checked; try again shortly.');
  }
}
