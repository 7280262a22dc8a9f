import { ConsoleLogger } from '@nestjs/common';

/** Nest's account of every module and route that it wires, of no use to an operator. */
const WIRING = new Set<unknown>(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/**
 * Logs JSON lines, or readable ones on a terminal. What keeps the application from starting is left to
 * `runService`, which tells it once, so Nest's own report of it is dropped.
 */
export class ServiceLogger extends ConsoleLogger {
  constructor() {
    super({ json: !process.stdout.isTTY });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!WIRING.has(rest.at(-1))) super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest);
  }
}
