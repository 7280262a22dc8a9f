import { DomainError, reasonOf } from '@plumbline/errors';

/** There is no usable database: it cannot be reached or started, or refuses the credentials. The message says what to do. */
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
