import type { JsonWebKey, KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { VerificationKeys } from '@plumbline/access';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import type { KeyList } from './key.schema.js';
import { publicJwk, type SigningKey, signingKeyAt, stateOf } from './signing-key.js';
import { SigningKeyRepository } from './signing-key.repository.js';

/** The signing keys as of the last reload. */
@Injectable()
export class SigningKeys implements VerificationKeys {
  private keys: readonly SigningKey[] = [];

  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
  ) {}

  /** Reads the keys, which replicas share. A key that is already known keeps its KeyObjects. */
  async reload(): Promise<void> {
    const stored = await this.database.run((queries) => this.repository.list(queries));
    this.keys = stored.map((key) => this.keys.find(({ kid }) => kid === key.kid) ?? key);
  }

  /** The key that signs now. */
  current(): SigningKey {
    const key = signingKeyAt(this.keys, this.clock.now());
    if (key === undefined)
      throw new Error('There is no signing key; key rotation creates the first one at start-up');
    return key;
  }

  /** The public key with this id, unless it is retired. */
  find(kid: string): KeyObject | undefined {
    return this.published().find((key) => key.kid === kid)?.publicKey;
  }

  /** The JWK set: every key that signs, will sign next, or signed tokens that are still valid. */
  jwks(): { keys: JsonWebKey[] } {
    return { keys: this.published().map(publicJwk) };
  }

  /** Every stored key with its state. */
  describe(): KeyList['keys'] {
    const now = this.clock.now();
    return this.keys.map((key) => ({
      kid: key.kid,
      state: stateOf(key, this.keys, now),
      created_at: key.createdAt.toISOString(),
      signs_from: key.signsFrom.toISOString(),
    }));
  }

  private published(): SigningKey[] {
    const now = this.clock.now();
    return this.keys.filter((key) => stateOf(key, this.keys, now) !== 'retired');
  }
}
