import { DomainError } from '@plumbline/errors';

/** The database cannot read the audit trail at the moment. Maps to 503. */
export class AuditUnavailable extends DomainError {
  readonly code = 'audit_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('The audit trail cannot be read at the moment. Try again shortly.', { cause });
  }
}
