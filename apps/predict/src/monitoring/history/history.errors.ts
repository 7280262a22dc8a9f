import { DomainError } from '@plumbline/errors';

/** The database cannot read the history at the moment. Maps to 503. */
export class HistoryUnavailable extends DomainError {
  readonly code = 'history_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('The history cannot be read at the moment. Try again shortly.', { cause });
  }
}
