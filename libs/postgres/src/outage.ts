import { codeOf, partsOf, reasonOf } from '@plumbline/errors';

/**
 * SQLSTATEs of a server that gives no session: connection lost, too many connections, starting or shutting down. A
 * protocol violation (08P01), as poolers answer a wrong setting or database, does not pass.
 */
const NO_SESSION = /^(08(?!P01)...|53300|57P0[1-4])$/;

/**
 * SQLSTATE classes that pass by themselves: connection (08), transaction rolled back (40), resources (53), lock or object
 * state (55), operator intervention, which includes the statement timeout (57), system error (58).
 */
const PASSING = /^(08|40|53|55|57|58)...$/;

/** System errors of a connection that is refused, lost or not possible. */
const NETWORK =
  /^(E(CONNREFUSED|CONNRESET|CONNABORTED|PIPE|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|ADDRNOTAVAIL|NOTFOUND)|EAI_AGAIN|ERR_STREAM_DESTROYED)$/;

/** Errors of TLS: the connection is not possible, although the server may be up. */
const TLS_CODE =
  /^(EPROTO|ERR_(SSL|TLS)_\w+|CERT_\w+|UNABLE_TO_(GET|VERIFY)_\w+|(DEPTH_ZERO_)?SELF_SIGNED_CERT\w*)$/;
const TLS_MESSAGE = /^(The server does not support SSL|There was an error establishing an SSL)/;

/** Errors of the driver have no code when it, rather than the server, finds the connection unusable. */
const DRIVER_MESSAGE =
  /^(timeout |Query read timeout|Connection terminated|Client .* not queryable|Cannot use a pool)/;

/**
 * Whether an error, or what caused it, means that the database is unavailable at the moment, rather than that the query
 * or the code around it is wrong. The same work may succeed later.
 */
export function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (partsOf(error)?.some(isOutage) || isUnreachable(error) || isTlsError(error)) return true;
  return PASSING.test(codeOf(error) ?? '') || isOutage((error as Error).cause);
}

/** Whether a session cannot be opened, or was lost: the server is starting, stopping, full or not reachable. */
export function givesNoSession(error: unknown): boolean {
  return partsOf(error)?.every(givesNoSession) ?? isUnreachable(error);
}

function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined) return DRIVER_MESSAGE.test(reasonOf(error));
  return (
    NO_SESSION.test(code) || NETWORK.test(code) || (error as NodeJS.ErrnoException).syscall === 'connect'
  );
}

function isTlsError(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined ? TLS_MESSAGE.test(reasonOf(error)) : TLS_CODE.test(code);
}
