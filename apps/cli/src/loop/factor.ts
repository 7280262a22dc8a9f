import { InvalidArgumentError } from 'commander';

/** Parses the number that all durations of rules and routes are divided by. */
export function factor(text: string): number {
  const value = Number(text);
  if (!(value >= 1)) throw new InvalidArgumentError('It must be a number of at least 1.');
  return value;
}
