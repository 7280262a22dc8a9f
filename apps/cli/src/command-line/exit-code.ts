import { CommanderError } from 'commander';

const FAILED = 1;
const WRONG_USAGE = 2;

/** Options or settings that are wrong or contradict each other. The command ends with exit code 2. */
export class UsageError extends Error {}

/** Ends the command with an exit code. The command has already printed the reason. */
export class ExitCode extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}

/** The exit code for what a command has thrown. Prints the reason unless that is done. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ExitCode) return error.code;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  process.stderr.write(`${describe(error)}\n`);
  return error instanceof UsageError ? WRONG_USAGE : FAILED;
}

/** The message; the stack as well when the error is a mistake of the program. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMistake = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind);
  return (isMistake && error.stack) || error.message;
}
