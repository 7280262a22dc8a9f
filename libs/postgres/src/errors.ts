import { types } from 'node:util';
import { DomainError } from '@plumbline/errors';

/** No usable database: it cannot be reached, started, or refuses the credentials. The message says what to do. */
export class DatabaseUnavailable extends DomainError {
  readonly code = 'database_unavailable';
}

/** A migration did not apply; nothing of this run was kept. The message names the file and PostgreSQL's reason. */
export class MigrationFailed extends DomainError {
  readonly code = 'migration_failed';

  constructor(file: string, cause: unknown) {
    super(`Migration ${file} failed and was rolled back: ${reasonOf(cause)}`, { cause });
  }
}

/** The text of an error and, for a PostgreSQL error, its SQLSTATE: `relation "x" already exists (42P07)`. */
export function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const text = partsOf(error)?.map(reasonOf).join('; ') ?? error.message;
  const code = codeOf(error);
  return code === undefined || text.includes(code) ? text : `${text} (${code})`;
}

/** The SQLSTATE or the errno name that an error carries, if any. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The errors of an AggregateError, such as one for each address of a host name. */
export function partsOf(error: unknown): unknown[] | undefined {
  const parts = (error as { errors?: unknown } | null)?.errors;
  return Array.isArray(parts) && parts.length > 0 ? parts : undefined;
}
