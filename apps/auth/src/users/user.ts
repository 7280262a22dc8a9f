import type { Scope } from '@plumbline/access';

/** A person who can sign in. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly passwordHash: string;
  /** What the person may ask of a token. */
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
}
