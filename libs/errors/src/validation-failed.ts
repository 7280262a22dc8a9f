import { DomainError } from './domain-error.js';

/** One broken rule: where (JSON path as an array of keys and indices) and what is wrong. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The request was understood as JSON or a form but breaks one or more rules; carries all of them at once. */
export class ValidationFailed extends DomainError {
  readonly code = 'validation_failed';
  override readonly extensions: { readonly issues: readonly Issue[] };

  constructor(issues: readonly Issue[]) {
    super(issues.map(describeIssue).join('; '));
    this.extensions = { issues };
  }
}

function describeIssue({ path, message }: Issue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
