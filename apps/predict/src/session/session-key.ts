import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '@plumbline/errors';
import type { PredictConfig } from '../config/index.js';

const KEY_BYTES = 32;

/** Injection token of the key, a `Buffer`. */
export const SESSION_KEY = Symbol('session key');

/**
 * The key that encrypts the cookies of sessions: the configured one, which replicas share, or else one that is generated
 * and kept in the data folder, so that a restart ends no session.
 */
export async function sessionKey({ session, database }: PredictConfig): Promise<Buffer> {
  if (session.key !== undefined) return session.key;
  const folder = join(database.dataDir, 'predict');
  const path = join(folder, 'session.key');
  const known = await readKey(path);
  if (known !== undefined) return known;
  await mkdir(folder, { recursive: true });
  try {
    // Two processes that start with the same folder keep the key of the first.
    await writeFile(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const stored = await readKey(path);
  if (stored === undefined) throw new Error(`${path} is not a key of ${KEY_BYTES} bytes: delete it`);
  return stored;
}

async function readKey(path: string): Promise<Buffer | undefined> {
  const key = await readFile(path).catch(() => undefined);
  return key?.length === KEY_BYTES ? key : undefined;
}
