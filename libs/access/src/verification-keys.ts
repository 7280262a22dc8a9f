import type { KeyObject } from 'node:crypto';

/** A source of public keys: the issuer's own keys, or those fetched from its JWKS. */
export interface VerificationKeys {
  /**
   * The public key with this `kid`, or undefined when there is none. Returns no promise when the key is known, so that
   * verification stays synchronous.
   */
  find(kid: string): KeyObject | undefined | Promise<KeyObject | undefined>;
}
