import { readFileSync } from 'node:fs';
import type { Credentials } from '@plumbline/client';
import type { Command } from 'commander';
import { UsageError } from '../command-line/index.js';
import type { Environment } from '../installation/index.js';

/** The flags that name the account of a command. */
export interface AccountFlags {
  readonly username?: string;
  readonly passwordFile?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
}

/** Adds the flags that name the account. */
export function addAccountOptions(command: Command): Command {
  return command
    .option(
      '--username <name>',
      'with --password-file or the password in PLUMBLINE_PASSWORD (default: admin)',
    )
    .option('--password-file <file>', 'file that contains the password')
    .option('--client-id <id>', 'with --client-secret-file or the secret in PLUMBLINE_CLIENT_SECRET')
    .option('--client-secret-file <file>', 'file that contains the secret');
}

/**
 * Reads the secret of the account that flags or environment name. A secret is never on the command line, where other users of
 * the machine could read it, and none has a default.
 * @throws {UsageError}
 */
export function readCredentials(flags: AccountFlags, env: Environment): Credentials {
  const clientId = flags.clientId ?? env['PLUMBLINE_CLIENT_ID'];
  if (clientId !== undefined) {
    const file = { flag: '--client-secret-file', path: flags.clientSecretFile };
    return { clientId, clientSecret: readSecret(file, env, 'PLUMBLINE_CLIENT_SECRET') };
  }
  const username = flags.username ?? env['PLUMBLINE_USERNAME'] ?? 'admin';
  const file = { flag: '--password-file', path: flags.passwordFile };
  return { username, password: readSecret(file, env, 'PLUMBLINE_PASSWORD') };
}

function readSecret(
  { flag, path }: { readonly flag: string; readonly path: string | undefined },
  env: Environment,
  key: string,
): string {
  const secret = path === undefined ? env[key] : readSecretFile(flag, path);
  if (secret) return secret;
  throw new UsageError(`Set ${key}, or name a file that contains it with ${flag}; there is no default`);
}

function readSecretFile(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${flag} must name a file that can be read, not ${path} (${code})`);
  }
}
