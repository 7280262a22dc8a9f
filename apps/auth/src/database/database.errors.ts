import { DomainError } from '@plumbline/errors';

/** The database is unavailable at the moment; nothing was done. */
export class DatabaseUnreachable extends DomainError {
  readonly code = 'database_unreachable';
  override readonly retryAfterS = 2;
  constructor(cause: unknown) {
    super('The database is unavailable; try again shortly.', { cause });
  }
}
