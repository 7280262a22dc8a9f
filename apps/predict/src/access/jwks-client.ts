import type { KeyObject } from 'node:crypto';
import { type VerificationKeys, VerificationKeysUnavailable } from '@plumbline/access';
import { readJwkSet } from './jwk-set.schema.js';
import type { StoredJwkSet } from './stored-jwk-set.js';

/** Where keys come from and are kept, and the time in ms since the epoch. */
export interface JwksSource {
  readonly fetch: () => Promise<unknown>;
  readonly load: () => Promise<StoredJwkSet | undefined>;
  /** Must not reject: keys that cannot be stored can still be used. */
  readonly save: (stored: StoredJwkSet) => Promise<void>;
  readonly now: () => number;
}

/** After a look for an unknown key, no other one for so long: a flood of invented keys costs one request. */
const COOL_DOWN_MS = 30_000;
/** The same while there is no key at all and every request waits for one. */
const EMPTY_COOL_DOWN_MS = 1_000;

/**
 * The public keys of the auth service. The last good set is used for as long as no newer one can be fetched, across
 * restarts too. There is never more than one fetch at a time.
 */
export class JwksClient implements VerificationKeys {
  private keys: ReadonlyMap<string, KeyObject> = new Map();
  private fetchedAt: number | undefined;
  private lastLookAt = -Infinity;
  private fetching: Promise<void> | undefined;

  constructor(private readonly source: JwksSource) {}

  /** Seconds since the keys in use were fetched; undefined when there are none. */
  get ageS(): number | undefined {
    return this.fetchedAt === undefined ? undefined : (this.source.now() - this.fetchedAt) / 1000;
  }

  get hasKeys(): boolean {
    return this.keys.size > 0;
  }

  /** Takes over the stored keys, if nothing newer is known. */
  async restore(): Promise<void> {
    const stored = await this.source.load();
    if (stored === undefined || this.hasKeys) return;
    try {
      this.keys = readJwkSet(stored.document);
      this.fetchedAt = stored.fetchedAt;
    } catch {
      // A damaged file is as good as none; the next fetch replaces it.
    }
  }

  /** @throws {VerificationKeysUnavailable} when no key was ever fetched. */
  find(kid: string): KeyObject | undefined | Promise<KeyObject | undefined> {
    return this.keys.get(kid) ?? this.look(kid);
  }

  /** Fetches the set now, or waits for the fetch under way. Rejects when it fails; the keys stay as they are. */
  refresh(): Promise<void> {
    this.fetching ??= this.fetchNow().finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  private async look(kid: string): Promise<KeyObject | undefined> {
    const coolDownMs = this.hasKeys ? COOL_DOWN_MS : EMPTY_COOL_DOWN_MS;
    let cause: unknown;
    if (this.fetching !== undefined || this.source.now() >= this.lastLookAt + coolDownMs) {
      this.lastLookAt = this.source.now();
      await this.refresh().catch((error: unknown) => (cause = error));
    }
    if (!this.hasKeys) throw new VerificationKeysUnavailable({ cause });
    return this.keys.get(kid);
  }

  private async fetchNow(): Promise<void> {
    const document = await this.source.fetch();
    const fetched = readJwkSet(document);
    // A key that is still there stays the same object: verified tokens are remembered by it.
    this.keys = new Map([...fetched].map(([kid, key]) => [kid, this.sameKey(kid, key)]));
    this.fetchedAt = this.source.now();
    await this.source.save({ fetchedAt: this.fetchedAt, document });
  }

  private sameKey(kid: string, key: KeyObject): KeyObject {
    const known = this.keys.get(kid);
    return known?.equals(key) ? known : key;
  }
}
