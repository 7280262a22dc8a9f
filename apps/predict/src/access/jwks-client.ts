import type { KeyObject } from 'node:crypto';
import { type VerificationKeys, VerificationKeysUnavailable } from '@plumbline/access';
import type { Clock } from '@plumbline/tasks';
import { readJwkSet } from './jwk-set.js';
import type { StoredJwkSet } from './jwk-set-file.js';

/** Fetches and stores key sets. */
export interface JwksSource {
  readonly fetch: () => Promise<unknown>;
  readonly load: () => Promise<StoredJwkSet | undefined>;
  /** Must not reject: keys that cannot be stored can still be used. */
  readonly save: (stored: StoredJwkSet) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Time between two fetches for unknown keys: a flood of invented key ids costs one request. */
const COOL_DOWN_MS = 30_000;
/** The same while there are no keys, so that every request waits. */
const EMPTY_COOL_DOWN_MS = 1_000;

/**
 * The public keys of the auth service. While no newer set can be fetched the last good one stays in use, also after a
 * restart. There is at most one fetch at a time.
 */
export class JwksClient implements VerificationKeys {
  private keys: ReadonlyMap<string, KeyObject> = new Map();
  private fetchedAt: number | undefined;
  private lastUnknownAt = -Infinity;
  private fetching: Promise<void> | undefined;

  constructor(private readonly source: JwksSource) {}

  /** Seconds since the keys in use were fetched; undefined when there are none. */
  get ageS(): number | undefined {
    return this.fetchedAt === undefined ? undefined : (this.nowMs() - this.fetchedAt) / 1000;
  }

  get hasKeys(): boolean {
    return this.keys.size > 0;
  }

  /** Uses the stored keys unless keys were fetched before. */
  async restore(): Promise<void> {
    const stored = await this.source.load();
    if (stored === undefined || this.hasKeys) return;
    try {
      this.keys = readJwkSet(stored.document);
      this.fetchedAt = stored.fetchedAt;
    } catch {
      // The next fetch replaces a damaged file.
    }
  }

  /** @throws {VerificationKeysUnavailable} when no key was ever fetched. */
  find(kid: string): KeyObject | undefined | Promise<KeyObject | undefined> {
    return this.keys.get(kid) ?? this.fetchUnknown(kid);
  }

  /** Fetches the set, or waits for the fetch under way. Rejects when it fails; the keys do not change then. */
  refresh(): Promise<void> {
    this.fetching ??= this.fetchNow().finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  private async fetchUnknown(kid: string): Promise<KeyObject | undefined> {
    const coolDownMs = this.hasKeys ? COOL_DOWN_MS : EMPTY_COOL_DOWN_MS;
    let cause: unknown;
    if (this.fetching !== undefined || this.nowMs() >= this.lastUnknownAt + coolDownMs) {
      this.lastUnknownAt = this.nowMs();
      await this.refresh().catch((error: unknown) => (cause = error));
    }
    if (!this.hasKeys) throw new VerificationKeysUnavailable({ cause });
    return this.keys.get(kid);
  }

  private async fetchNow(): Promise<void> {
    const document = await this.source.fetch();
    const fetched = readJwkSet(document);
    // A key that is kept stays the same object: the cache of verified tokens refers to it.
    this.keys = new Map([...fetched].map(([kid, key]) => [kid, this.sameKey(kid, key)]));
    this.fetchedAt = this.nowMs();
    await this.source.save({ fetchedAt: this.fetchedAt, document });
  }

  private nowMs(): number {
    return this.source.clock.now().getTime();
  }

  private sameKey(kid: string, key: KeyObject): KeyObject {
    const known = this.keys.get(kid);
    return known?.equals(key) ? known : key;
  }
}
