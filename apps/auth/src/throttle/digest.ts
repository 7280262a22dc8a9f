import { createHash } from 'node:crypto';

/** The key of a count: a hash, so that no names are stored and every key has the same length. */
export function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
