import { readFileSync } from 'node:fs';
import type { Credentials } from '@plumbline/client';
import type { Command } from 'commander';
import { UsageError } from '../command-line/index.js';
import type { Environment } from '../installation/index.js';
import type { Questions } from '../terminal/index.js';

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
 * Reads the secret of the account that flags or environment name, or asks for it. A secret is never on the command line, where
 * other users of the machine could read it, and none has a default.
 * @param questions undefined when nobody can answer
 * @throws {UsageError}
 */
export async function readCredentials(
  flags: AccountFlags,
  env: Environment,
  questions: Pick<Questions, 'askSecret'> | undefined,
): Promise<Credentials> {
  const secretOf = async (owner: string, place: SecretPlace) => {
    const secret = readSecret(place, env) || (await questions?.askSecret(owner));
    if (secret) return secret;
    throw new UsageError(
      `Set ${place.key}, or name a file that contains it with ${place.flag}; there is no default`,
    );
  };
  const clientId = flags.clientId ?? env['PLUMBLINE_CLIENT_ID'];
  if (clientId !== undefined) {
    const { clientSecretFile: path } = flags;
    const place = { flag: '--client-secret-file', path, key: 'PLUMBLINE_CLIENT_SECRET' };
    return { clientId, clientSecret: await secretOf(`Secret of ${clientId}`, place) };
  }
  const username = flags.username ?? env['PLUMBLINE_USERNAME'] ?? 'admin';
  const place = { flag: '--password-file', path: flags.passwordFile, key: 'PLUMBLINE_PASSWORD' };
  return { username, password: await secretOf(`Password of ${username}`, place) };
}

/** Where a secret may be. */
interface SecretPlace {
  readonly flag: string;
  /** The file that the flag names. */
  readonly path: string | undefined;
  /** The key of the environment. */
  readonly key: string;
}

function readSecret({ flag, path, key }: SecretPlace, env: Environment): string | undefined {
  return path === undefined ? env[key] : readSecretFile(flag, path);
}

function readSecretFile(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${flag} must name a file that can be read, not ${path} (${code})`);
  }
}
