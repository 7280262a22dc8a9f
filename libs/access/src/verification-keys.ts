import type { KeyObject } from 'node:crypto';

/** Where public keys come from: the issuer's own keys, or what was fetched from its JWKS. */
export interface VerificationKeys {
  /**
   * The public key with this `kid`, or undefined when there is none. Answers without a promise when the key is at
   * hand, so that verifying stays synchronous.
   */
  find(kid: string): KeyObject | undefined | Promise<KeyObject | undefined>;
}
