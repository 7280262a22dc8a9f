import { DomainError } from '@plumbline/errors';

/** The queue of passwords to check is full. */
export class HashingOverloaded extends DomainError {
  readonly code = 'sign_in_overloaded';
  override readonly retryAfterS = 1;
  constructor() {
    super('Too many sign-ins are waiting; try again shortly.');
  }
}
