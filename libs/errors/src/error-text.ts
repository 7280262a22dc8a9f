import { types } from 'node:util';

/**
 * An error in one line, for a log or a message: its text, the code of a system or PostgreSQL error, and what caused it:
 * `relation "x" already exists (42P07)`, `fetch failed: connect ECONNREFUSED 127.0.0.1:8001`.
 */
export function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const code = codeOf(error);
  const text = partsOf(error)?.map(reasonOf).join('; ') || error.message || code || error.name;
  const named = code === undefined || text.includes(code) ? text : `${text} (${code})`;
  const cause = error.cause === undefined ? '' : reasonOf(error.cause);
  return named.includes(cause) ? named : `${named}: ${cause}`;
}

/** An error with its stack and those of its causes, for the log of an unexpected failure. */
export function stackOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

/** The code that Node.js or PostgreSQL gave an error, such as `ENOENT` or the SQLSTATE `23505`, if any. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The errors of an AggregateError, such as one for each address of a host name. */
export function partsOf(error: unknown): unknown[] | undefined {
  const parts = (error as { errors?: unknown } | null | undefined)?.errors;
  return Array.isArray(parts) && parts.length > 0 ? parts : undefined;
}
