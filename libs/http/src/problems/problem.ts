import { type ServerResponse, STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { codeOf, DomainError, ValidationFailed } from '@plumbline/errors';
import { httpErrorStatus } from './http.errors.js';

/** SQLSTATEs of text that PostgreSQL cannot store. */
const UNSTORABLE_SQLSTATE = ['22021', '22P05'];
const UNSTORABLE = 'a text has a NUL character or an unpaired surrogate';

/** An RFC 9457 problem document; `code` is stable, extension members depend on it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly [extension: string]: unknown;
}

/** Status by error code; has every code that the app can answer with. */
export type ErrorTable = Readonly<Record<string, number>>;

/** The problem document of any thrown value. An unknown error becomes a 500 without detail. */
export function problemOf(error: unknown, table: ErrorTable): Problem {
  if (isUnstorableText(error))
    return problemOf(new ValidationFailed([{ path: [], message: UNSTORABLE }]), table);
  if (error instanceof DomainError) {
    const status = table[error.code] ?? httpErrorStatus[error.code as keyof typeof httpErrorStatus] ?? 500;
    return problem(status, error.code, error.message, error.extensions);
  }
  if (error instanceof HttpException && error.getStatus() < 500) {
    return problem(error.getStatus(), codeOfStatus(error.getStatus()), error.message);
  }
  return problem(500, 'internal_error', 'The service failed; the error is in its log.');
}

/** Answers with the problem document. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  const body = JSON.stringify(problem);
  response.statusCode = problem.status;
  response.setHeader('Content-Type', 'application/problem+json');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

/** Whether PostgreSQL refused text that no earlier check found. */
function isUnstorableText(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return UNSTORABLE_SQLSTATE.includes(codeOf(error) ?? '') || isUnstorableText(error.cause);
}

function problem(
  status: number,
  code: string,
  detail: string,
  extensions: Readonly<Record<string, unknown>> = {},
): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: `urn:plumbline:error:${code}`, title, status, detail, code, ...extensions };
}

/** `Method Not Allowed` becomes `method_not_allowed`. */
function codeOfStatus(status: number): string {
  return (STATUS_CODES[status] ?? 'error').toLowerCase().replaceAll(/[^a-z]+/g, '_');
}
