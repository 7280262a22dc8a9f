import type { Scope } from '@plumbline/access';

/** A machine that gets tokens with a secret of its own. */
export interface Client {
  readonly id: string;
  /** SHA-256 of the secret. */
  readonly secretHash: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
}
