import { DomainError } from '@plumbline/errors';

/** The database cannot be reached at the moment; nothing was done. */
export class DatabaseUnreachable extends DomainError {
  readonly code = 'database_unreachable';
  override readonly retryAfterS = 2;
  constructor(cause: unknown) {
    super('The service cannot reach its database; try again shortly.', { cause });
  }
}

/** SQLSTATE classes and errno names of a server that is away: connection lost, shutting down, out of connections, or too slow. */
const AWAY =
  /^(08...|57P0[123]|57014|53300|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND)|EAI_AGAIN)$/;
const AWAY_WITHOUT_CODE =
  /^(timeout |Query read timeout|Connection terminated|Client .* not queryable|Cannot use a pool)/;

/** Whether the error, or what caused it, says that the server is away rather than that a query was wrong. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isAway)) return true;
  const { code } = error as { code?: unknown };
  const away = typeof code === 'string' ? AWAY.test(code) : AWAY_WITHOUT_CODE.test(error.message);
  return away || isAway(error.cause);
}
