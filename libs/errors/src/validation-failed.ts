import { DomainError } from './domain-error.js';

/** One broken rule: where (JSON path as an array of keys and indices) and what is wrong. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Further issues are counted but not listed: a small body can break a rule a hundred thousand times. */
const MAX_ISSUES = 1_000;
/** Issues that the one-line message names. */
const MAX_NAMED = 20;
/** Maximum length of the message of an issue, which may repeat input. */
const MAX_MESSAGE_LENGTH = 1_000;

/** The request is valid JSON or a valid form but breaks rules; has all issues. */
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
