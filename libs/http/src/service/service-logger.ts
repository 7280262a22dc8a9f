import { ConsoleLogger } from '@nestjs/common';

/** Contexts in which Nest logs every module and route that it wires, of no use to an operator. */
const WIRING = new Set<unknown>(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/**
 * Logs records: a JSON object a line, or readable text on a terminal. A message is a constant sentence without a full stop;
 * what varies goes into an object of fields, in snake_case, which end up beside `message`:
 *
 * ```ts
 * private readonly logger = new Logger('Public keys');
 * this.logger.warn('Public keys cannot be fetched', { url, error: reasonOf(error) });
 * // {"level":"warn","pid":7,"timestamp":1764460800000,"message":"Public keys cannot be fetched","context":"Public keys","url":"...","error":"..."}
 * ```
 *
 * A record may also come as one object with its `message`.
 *
 * `error` is `reasonOf(error)`, or `stackOf(error)` for an error that was not expected. `runService` reports what keeps a
 * service from starting, so Nest's own report of it is dropped.
 */
export class ServiceLogger extends ConsoleLogger {
  constructor(json = !process.stdout.isTTY) {
    super({ json, flattenParams: true });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!WIRING.has(rest.at(-1))) super.log(...recordOf(message, rest));
  }

  override warn(message: unknown, ...rest: unknown[]): void {
    super.warn(...recordOf(message, rest));
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(...recordOf(message, rest));
  }
}

/** Takes an object with a `message` apart: Nest would write it as a nested object, on a terminal over several lines. */
function recordOf(message: unknown, rest: unknown[]): [unknown, ...unknown[]] {
  if (typeof message !== 'object' || message === null || !('message' in message)) return [message, ...rest];
  const { message: text, ...fields } = message;
  const others = rest.filter((one) => one !== undefined);
  return Object.keys(fields).length === 0 ? [text, ...others] : [text, fields, ...others];
}
