import { DomainError } from './domain-error.js';

/** One broken rule: where (JSON path as an array of keys and indices) and what is wrong. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** More issues are counted, not listed: a small body can break a rule a hundred thousand times. */
const MAX_ISSUES = 1_000;
/** Issues that the one-line message names. */
const MAX_NAMED = 20;
/** A rule that repeats what it was given is cut. */
const MAX_MESSAGE_LENGTH = 1_000;

/** The request was understood as JSON or a form but breaks one or more rules; carries all of them at once. */
export class ValidationFailed extends DomainError {
  readonly code = 'validation_failed';
  override readonly extensions: { readonly issues: readonly Issue[] };

  constructor(issues: readonly Issue[]) {
    const listed = issues.slice(0, MAX_ISSUES).map(shortened);
    const more = issues.length - listed.length;
    super(summaryOf(listed, issues.length));
    this.extensions = {
      issues: more === 0 ? listed : [...listed, { path: [], message: `${more} more issues are not listed` }],
    };
  }
}

function summaryOf(listed: readonly Issue[], total: number): string {
  const named = listed.slice(0, MAX_NAMED).map(describeIssue);
  return [...named, ...(total > named.length ? [`and ${total - named.length} more`] : [])].join('; ');
}

function shortened({ path, message }: Issue): Issue {
  return {
    path,
    message: message.length <= MAX_MESSAGE_LENGTH ? message : `${message.slice(0, MAX_MESSAGE_LENGTH)} ...`,
  };
}

function describeIssue({ path, message }: Issue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
