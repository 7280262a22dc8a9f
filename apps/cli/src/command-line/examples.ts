/** The examples at the end of a help text, one command a line. */
export function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  plumbline ${command}\n`).join('')}`;
}
