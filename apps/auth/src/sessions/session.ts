import type { Scope } from '@plumbline/access';

/** One sign-in of a person, and the family of refresh tokens that descends from it. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** What was asked for and allowed at sign-in. */
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** The end however often the session is refreshed. */
  readonly expiresAt: Date;
  /** When it was ended early. */
  readonly endedAt: Date | null;
}

/** Whether the session can still be used. */
export function isLive({ endedAt, expiresAt }: Session, now: Date): boolean {
  return endedAt === null && expiresAt > now;
}
