import { readFileSync } from 'node:fs';
import { codeOf } from '@plumbline/errors';
import { z } from 'zod';

/** The environment is invalid; the message lists every bad key with its rule, one per line. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(['Bad settings:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Validates the environment against a zod object of upper-case keys and returns the parsed settings.
 * A key `X` may also be given as `X_FILE`, a path whose trimmed content is the value (for secrets); giving both
 * is an error, and so is an empty string for a key (leave it unset instead).
 * @throws {ConfigError} naming every bad key and the rule it breaks.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment,
): z.output<z.ZodObject<Shape>> {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.keys(schema.shape)
      .map((key) => [key, readKey(environment, key, problems)] as const)
      .filter(([, value]) => value !== undefined),
  );
  const result = schema.safeParse(values);
  const unread = new Set(problems.map((problem) => problem.split(':', 1)[0]));
  for (const issue of result.error?.issues ?? []) {
    const key = issue.path.join('.');
    if (!unread.has(key)) problems.push(`${key}: ${issue.message}`);
  }
  if (problems.length > 0 || !result.success) throw new ConfigError(problems);
  return result.data;
}

function readKey(environment: Environment, key: string, problems: string[]): string | undefined {
  const direct = environment[key];
  const file = environment[`${key}_FILE`];
  if (direct !== undefined && file !== undefined) {
    problems.push(`${key}: set either ${key} or ${key}_FILE, not both`);
    return undefined;
  }
  if (direct === '') problems.push(`${key}: is empty; remove it or give it a value`);
  return file === undefined ? direct || undefined : readSecretFile(key, file, problems);
}

function readSecretFile(key: string, file: string, problems: string[]): string | undefined {
  try {
    const content = readFileSync(file, 'utf8').trim();
    if (content === '') problems.push(`${key}: the file ${file} named by ${key}_FILE is empty`);
    return content || undefined;
  } catch (error) {
    problems.push(`${key}: cannot read ${key}_FILE ${file} (${codeOf(error) ?? 'error'})`);
    return undefined;
  }
}
