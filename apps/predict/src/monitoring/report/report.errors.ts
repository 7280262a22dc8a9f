import { DomainError } from '@plumbline/errors';

/** The client accepts neither media type of a report. Maps to 406. */
export class ReportNotAcceptable extends DomainError {
  readonly code = 'not_acceptable';

  constructor() {
    super('A report is text/html or application/json. Accept one of them.');
  }
}
