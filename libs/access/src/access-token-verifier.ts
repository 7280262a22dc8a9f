import type { KeyObject } from 'node:crypto';
import { isPromise } from 'node:util/types';
import { JwtService } from '@nestjs/jwt';
import type { Metric } from '@plumbline/metrics';
import { AccessTokenInvalid } from './access.errors.js';
import type { Principal } from './principal.js';
import { type ClaimExpectations, readClaims } from './token-claims.js';
import { readKeyId } from './token-header.js';
import type { VerificationKeys } from './verification-keys.js';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.js';

/** How tokens are verified. */
export interface VerifierOptions extends ClaimExpectations {
  /** Maximum number of verified tokens in the cache. */
  readonly cacheSize: number;
  /** The time in ms since the epoch. */
  readonly now: () => number;
}

/**
 * Verifies access tokens offline: header, signature, then every claim. A verified token is cached until it expires, as long
 * as the key that signed it is valid.
 */
export class AccessTokenVerifier {
  private readonly verified: VerifiedTokens;
  private readonly verifiers = new WeakMap<KeyObject, JwtService>();

  constructor(
    private readonly keys: VerificationKeys,
    private readonly options: VerifierOptions,
    private readonly verifications: Metric<'token_verifications_total'>,
  ) {
    this.verified = new VerifiedTokens(options.cacheSize);
    for (const result of ['cached', 'verified', 'refused']) verifications.inc({ result }, 0);
  }

  /**
   * The principal of the token. Synchronous, also when it throws, unless its key has to be fetched.
   * @throws {AccessTokenInvalid}
   */
  verify(token: string): Principal | Promise<Principal> {
    const known = this.verified.get(token);
    const kid = known?.kid ?? this.counted(() => readKeyId(token));
    const found = this.keys.find(kid);
    if (known !== undefined && found === known.key && this.isCurrent(known)) {
      this.verifications.inc({ result: 'cached' });
      return known.principal;
    }
    this.verified.delete(token);
    return isPromise(found)
      ? found.then((key) => this.counted(() => this.accept(token, kid, key)))
      : this.counted(() => this.accept(token, kid, found));
  }

  private isCurrent({ principal }: VerifiedToken): boolean {
    return this.options.now() < principal.expiresAt + this.options.clockToleranceS * 1000;
  }

  private accept(token: string, kid: string, key: KeyObject | undefined): Principal {
    const verified = this.principalOf(token, key);
    this.verified.add(token, { kid, ...verified });
    this.verifications.inc({ result: 'verified' });
    return verified.principal;
  }

  /** @throws {AccessTokenInvalid} */
  private principalOf(token: string, key: KeyObject | undefined): Omit<VerifiedToken, 'kid'> {
    if (key === undefined) throw new AccessTokenInvalid('unknown_key');
    return { key, principal: readClaims(this.payloadOf(token, key), this.options, this.options.now()) };
  }

  /** The payload, if the signature is valid. jsonwebtoken's own checks of claims are off: `readClaims` checks all of them. */
  private payloadOf(token: string, key: KeyObject): unknown {
    try {
      return this.verifierOf(key).verify<object>(token, { ignoreExpiration: true, ignoreNotBefore: true });
    } catch (cause) {
      throw new AccessTokenInvalid('signature', { cause });
    }
  }

  private verifierOf(key: KeyObject): JwtService {
    const known = this.verifiers.get(key);
    if (known !== undefined) return known;
    const verifier = new JwtService({ publicKey: key, verifyOptions: { algorithms: ['ES256'] } });
    this.verifiers.set(key, verifier);
    return verifier;
  }

  private counted<Value>(check: () => Value): Value {
    try {
      return check();
    } catch (error) {
      this.verifications.inc({ result: 'refused' });
      throw error;
    }
  }
}
