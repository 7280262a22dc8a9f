import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import type { Queries } from '@plumbline/postgres';
import { addSeconds, Condition, RecurringTask } from '@plumbline/tasks';
import { AuditRepository, type Operator } from '../audit/index.js';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { generateSigningKey, isRotationDue, type SigningKey, stateOf } from './signing-key.js';
import { SigningKeyRepository } from './signing-key.repository.js';
import { SigningKeys } from './signing-keys.js';

/** Creates and removes signing keys, one replica at a time. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly database: AuthDatabase,
    private readonly audit: AuditRepository,
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
  ) {}

  /** Adds the first or the next key and removes retired ones, if due. Safe to call at any time. */
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

  /** Publishes the next key now, unless one is already published; returns it. It signs after the publish-ahead time. */
  rotate(operator: Operator): Promise<SigningKey> {
    return this.changing(async (queries, keys, now) => {
      const waiting = keys.find((key) => stateOf(key, keys, now) === 'next');
      return waiting ?? (await this.addNext(queries, keys, now, operator));
    });
  }

  /**
   * Withdraws a key that must no longer be trusted, and with it every token that it signed. If it is the signing key, a
   * new one signs at once. Returns false when there is no such key.
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

  /** The first key signs at once, because nobody has fetched any keys before it. */
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

const UPKEEP_INTERVAL_MS = 30_000;

/** Creates the first key before the service answers, then follows the schedule and the other replicas. */
@Injectable()
export class KeyUpkeep implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Signing keys');
  private readonly outage = new Condition({
    onBegin: (error) => this.logger.error('Signing keys cannot be updated', { error: reasonOf(error) }),
    onEnd: () => this.logger.log('Signing keys are updated again'),
  });
  private readonly task = new RecurringTask({
    run: () => this.run(),
    intervalMs: UPKEEP_INTERVAL_MS,
    onError: (error) => this.outage.begin(error),
    onSuccess: () => this.outage.end(),
  });

  constructor(
    private readonly rotation: KeyRotation,
    private readonly keys: SigningKeys,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.run();
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** Rotates the keys that are due, then reads the keys of the database. */
  async run(): Promise<void> {
    await this.rotation.rotateIfDue();
    await this.keys.reload();
  }
}
