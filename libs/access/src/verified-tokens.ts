import type { KeyObject } from 'node:crypto';
import type { Principal } from './principal.js';

/** What is remembered of a token whose signature and claims were checked. */
export interface VerifiedToken {
  readonly kid: string;
  readonly key: KeyObject;
  readonly principal: Principal;
}

/** The tokens verified last, by their whole text. When full, the oldest entry makes room. */
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
