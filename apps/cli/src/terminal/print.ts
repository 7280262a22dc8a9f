/** Prints that a step of a longer work begins. */
export function printStep(message: string): void {
  process.stdout.write(`  ${message} ...\n`);
}

/** The time since this command was started, such as `4.2 s`. */
export function uptime(): string {
  return `${process.uptime().toFixed(1)} s`;
}

/** The line that shows a new admin account, with the account after `column` characters. */
export function accountLine(
  account: { readonly username: string; readonly password: string },
  column: number,
): string {
  const { username, password } = account;
  return `${'  admin'.padEnd(2 + column)}${username} / ${password}   (shown only now: keep it)\n`;
}
