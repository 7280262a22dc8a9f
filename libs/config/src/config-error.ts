/** The environment is not usable; the message lists every bad key with its rule, one a line. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(['Bad settings:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}
