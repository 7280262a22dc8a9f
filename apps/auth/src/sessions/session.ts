import type { Scope } from '@plumbline/access';

/** One sign-in of a user, and the chain of refresh tokens that continues it. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** The scopes granted at sign-in. */
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** When it ends, however often it is refreshed. */
  readonly expiresAt: Date;
  /** When it was ended early. */
  readonly endedAt: Date | null;
}

/** Whether the session can be used. */
export function isLive({ endedAt, expiresAt }: Session, now: Date): boolean {
  return endedAt === null && expiresAt > now;
}
