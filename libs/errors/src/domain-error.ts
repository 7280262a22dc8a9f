/**
 * Root of all errors that are reported to users. `code` is stable and part of the API; each app maps it to an
 * HTTP status in one table. `message` is safe to send to the client; the cause is only logged.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  /** Extra members of the problem document, such as the issues of a validation. */
  readonly extensions: Readonly<Record<string, unknown>> = {};
  /** Seconds after which the same request may be tried again, sent as `Retry-After`. */
  readonly retryAfterS?: number;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
