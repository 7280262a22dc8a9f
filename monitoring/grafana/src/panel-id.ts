import { createHash } from 'node:crypto';

const LARGEST_SAFE_ID = 2 ** 31;

/** A panel's id from its title, so that links to a panel outlive changes of its neighbours. */
export function panelId(title: string): number {
  return createHash('sha256').update(title).digest().readUInt32BE() % LARGEST_SAFE_ID;
}
