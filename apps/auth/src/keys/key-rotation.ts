import { Inject, Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Operator } from '../audit/operator.js';
import { addSeconds, Clock } from '../clock.js';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import { AuthDatabase } from '../database/auth-database.js';
import { generateSigningKey, isRotationDue, type SigningKey, stateOf } from './signing-key.js';
import { SigningKeyRepository } from './signing-key.repository.js';

/** Creates and removes signing keys, one replica at a time. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly database: AuthDatabase,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
  ) {}

  /** Does what is due by age: the first key, the next one, the removal of retired ones. Safe to call at any time. */
  rotateIfDue(): Promise<void> {
    return this.changing(async (queries, keys, now) => {
      await this.repository.encryptPlain(queries);
      if (isRotationDue(keys, now, this.config.keys)) await this.addNext(queries, keys, now, {});
      for (const key of keys.filter((candidate) => stateOf(candidate, keys, now) === 'retired')) {
        await this.repository.delete(queries, key.kid);
        await this.audit.record(queries, { action: 'key.retired', subject: key.kid });
      }
    });
  }

  /** Publishes the next key now, unless one is waiting already; returns it. It signs after the publish-ahead time. */
  rotate(operator: Operator): Promise<SigningKey> {
    return this.changing(async (queries, keys, now) => {
      const waiting = keys.find((key) => stateOf(key, keys, now) === 'next');
      return waiting ?? (await this.addNext(queries, keys, now, operator));
    });
  }

  /**
   * Withdraws a key that must not be trusted any more, at once and with every token that it signed. If it was the
   * one in use, a new one signs at once. Returns whether there was such a key.
   */
  withdraw(kid: string, operator: Operator): Promise<boolean> {
    return this.changing(async (queries, keys, now) => {
      const key = keys.find((candidate) => candidate.kid === kid);
      if (key === undefined) return false;
      await this.repository.delete(queries, kid);
      await this.audit.record(queries, { ...operator, action: 'key.withdrawn', subject: kid });
      if (stateOf(key, keys, now) === 'signing') await this.add(queries, now, now, operator);
      return true;
    });
  }

  private changing<Result>(
    change: (queries: Queries, keys: SigningKey[], now: Date) => Promise<Result>,
  ): Promise<Result> {
    return this.database.transaction(async (queries) => {
      await this.repository.lock(queries);
      return change(queries, await this.repository.list(queries), await this.clock.ofDatabase(queries));
    });
  }

  /** The very first key signs at once, since nobody can have fetched the keys before it. */
  private addNext(
    queries: Queries,
    keys: readonly SigningKey[],
    now: Date,
    operator: Operator,
  ): Promise<SigningKey> {
    const aheadS = keys.length === 0 ? 0 : this.config.keys.publishAheadS;
    return this.add(queries, now, addSeconds(now, aheadS), operator);
  }

  private async add(queries: Queries, now: Date, signsFrom: Date, operator: Operator): Promise<SigningKey> {
    const key = generateSigningKey(now, signsFrom);
    await this.repository.insert(queries, key);
    const detail = { signs_from: signsFrom.toISOString() };
    await this.audit.record(queries, { ...operator, action: 'key.created', subject: key.kid, detail });
    return key;
  }
}
