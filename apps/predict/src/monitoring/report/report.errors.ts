import { DomainError } from '@plumbline/errors';

/** The client reads neither of the forms that a report comes in. Maps to 406. */
export class ReportNotAcceptable extends DomainError {
  readonly code = 'not_acceptable';

  constructor() {
    super('A report is text/html or application/json; accept one of them.');
  }
}
