import { maxHeaderSize } from 'node:http';
import { DomainError } from '@plumbline/errors';

/** No route has this method and path. */
export class RouteNotFound extends DomainError {
  readonly code = 'route_not_found';
  constructor(method: string, path: string) {
    super(`There is no ${method} ${path}; /docs lists the routes.`);
  }
}

/** The body is not JSON. */
export class MalformedJson extends DomainError {
  readonly code = 'malformed_json';
  constructor(cause: Error) {
    super(`The body is not valid JSON: ${cause.message}`, { cause });
  }
}

/** The body could not be read: cut short, or in an encoding that is not supported. */
export class UnreadableBody extends DomainError {
  readonly code = 'unreadable_body';
  constructor(cause: Error) {
    super(`The body cannot be read: ${cause.message}`, { cause });
  }
}

/** The body has more bytes than the service accepts. */
export class BodyTooLarge extends DomainError {
  readonly code = 'body_too_large';
  constructor(limitBytes: number) {
    super(`The body is larger than ${limitBytes} bytes.`);
  }
}

/** The body is of a media type that the route does not read. */
export class UnsupportedMediaType extends DomainError {
  readonly code = 'unsupported_media_type';
  constructor(given: string | undefined, accepted: readonly string[]) {
    super(
      `Send ${accepted.join(' or ')} instead of ${given ? JSON.stringify(given) : 'a body without Content-Type'}.`,
    );
  }
}

/** The URL has a malformed percent sequence. */
export class MalformedUrl extends DomainError {
  readonly code = 'malformed_url';
  constructor() {
    super('The URL has a malformed percent sequence.');
  }
}

/** The request is not HTTP. */
export class MalformedRequest extends DomainError {
  readonly code = 'malformed_request';
  constructor(reason: string) {
    super(`The request is not valid HTTP: ${reason}.`);
  }
}

/** The request line and headers are longer than the service reads. */
export class HeadersTooLarge extends DomainError {
  readonly code = 'headers_too_large';
  constructor() {
    super(`The request line and headers together are larger than ${maxHeaderSize} bytes.`);
  }
}

/** The request did not arrive in time. */
export class RequestTimeout extends DomainError {
  readonly code = 'request_timeout';
  constructor() {
    super('The request did not arrive in time.');
  }
}

/** More requests, or bytes of their bodies, are in flight than the service allows at once. */
export class Overloaded extends DomainError {
  readonly code = 'overloaded';
  override readonly retryAfterS = 1;
  constructor(limit: string) {
    super(`More than ${limit} are in flight; try again shortly.`);
  }
}

/** The statuses of the errors above; an app adds its own table. */
export const httpErrorStatus = {
  validation_failed: 400,
  malformed_json: 400,
  unreadable_body: 400,
  json_too_complex: 400,
  malformed_url: 400,
  malformed_request: 400,
  route_not_found: 404,
  request_timeout: 408,
  body_too_large: 413,
  unsupported_media_type: 415,
  headers_too_large: 431,
  internal_error: 500,
  overloaded: 503,
} as const satisfies Record<string, number>;
