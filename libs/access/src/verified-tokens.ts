import type { KeyObject } from 'node:crypto';
import type { Principal } from './principal.js';

/** A token whose signature and claims have been checked. */
export interface VerifiedToken {
  readonly kid: string;
  readonly key: KeyObject;
  readonly principal: Principal;
}

/** A cache of verified tokens by their text. When it is full, the oldest entry is removed. */
export class VerifiedTokens {
  private readonly tokens = new Map<string, VerifiedToken>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.tokens.size;
  }

  get(token: string): VerifiedToken | undefined {
    return this.tokens.get(token);
  }

  add(token: string, verified: VerifiedToken): void {
    if (this.tokens.size >= this.capacity) this.dropOldest();
    this.tokens.set(token, verified);
  }

  delete(token: string): void {
    this.tokens.delete(token);
  }

  private dropOldest(): void {
    const oldest = this.tokens.keys().next();
    if (!oldest.done) this.tokens.delete(oldest.value);
  }
}
