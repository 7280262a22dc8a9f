import { Inject, Injectable } from '@nestjs/common';
import { networkOf } from '@plumbline/http';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import type { Queries } from '@plumbline/postgres';
import { addSeconds, TaskQueue } from '@plumbline/tasks';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { type AttemptLimit, secondsBlocked, withFailure } from './attempt-limit.js';
import { AttemptRepository, type AttemptRow } from './attempt.repository.js';
import { digest } from './digest.js';
import { SignInThrottled } from './throttle.errors.js';

/**
 * What is limited: one address on one account, one address on all other accounts, all other addresses on one account; or
 * one known device on one account.
 */
type Limited = 'pair' | 'address' | 'account' | 'device';

interface Count {
  readonly limited: Limited;
  readonly key: string;
}

/** An attempt that was admitted; it counts as a failure until it succeeds. */
export interface Attempt {
  /** The limits it counts for, each with the end of the block that it causes unless it succeeds. */
  readonly counted: readonly (Count & { readonly blockedUntil: Date | null })[];
}

/** Who tries to sign in to which account. */
export interface Attempter {
  readonly username: string;
  readonly address: string;
  /** Something secret that shows an earlier sign-in to the account: a device cookie or a session. */
  readonly device?: string | undefined;
}

/** Attempts by one address wait for each other in the database; more at once would take all connections. */
const AT_ONCE = 2;

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
const KNOWN_ADDRESS_S = 30 * DAY_S;

/**
 * Slows down password guessing, and does not let anyone lock out another user. Each attempt is counted before the password
 * is checked, so that parallel guesses are counted too. An address from which the account signed in during the last 30 days
 * is not subject to the limits of the account and of the address, which others can exhaust. A known device is subject to
 * its own limit only, also when others at its address guess.
 */
@Injectable()
export class SignInThrottle {
  private readonly limits: Readonly<Record<Limited, AttemptLimit>>;
  private readonly turns = new TaskQueue(AT_ONCE);

  constructor(
    private readonly repository: AttemptRepository,
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) { throttle }: AuthConfig,
    @InjectMetric('auth_lockouts_total') private readonly lockouts: Metric<'auth_lockouts_total'>,
  ) {
    const { maxDelayS } = throttle;
    this.limits = {
      pair: { freeFailures: throttle.attempts, maxDelayS, forgetAfterS: DAY_S },
      device: { freeFailures: throttle.attempts, maxDelayS, forgetAfterS: DAY_S },
      address: { freeFailures: throttle.attemptsPerAddress, maxDelayS, forgetAfterS: HOUR_S },
      account: { freeFailures: throttle.attemptsPerAccount, maxDelayS, forgetAfterS: HOUR_S },
    };
    for (const limit of Object.keys(this.limits)) lockouts.inc({ limit }, 0);
  }

  /** Counts an attempt in advance. @throws {SignInThrottled} when it is too early; then it is not counted. */
  begin(attempter: Attempter): Promise<Attempt> {
    const counts = countsOf(attempter);
    return this.turns.run(() => this.database.transaction((queries) => this.count(queries, counts)));
  }

  /** The password was wrong: the attempt and the blocks that it caused remain. */
  fail({ counted }: Attempt): void {
    for (const { limited: limit, blockedUntil } of counted) {
      if (blockedUntil !== null) this.lockouts.inc({ limit });
    }
  }

  /** The password was right: the pair is reset and known, and the attempt no longer counts for the other limits. */
  async succeed(queries: Queries, attempt: Attempt): Promise<void> {
    const now = this.clock.now();
    const known = {
      failures: 0,
      blockedUntil: null,
      lastSuccessAt: now,
      forgetAt: addSeconds(now, KNOWN_ADDRESS_S),
    };
    await this.change(queries, attempt, (row, { limited, blockedUntil }) =>
      limited === 'pair' ? { ...row, ...known } : withoutAttempt(row, blockedUntil),
    );
  }

  /** The password was not checked: the attempt does not count. */
  async withdraw(attempt: Attempt): Promise<void> {
    await this.turns.run(() =>
      this.database.transaction((queries) =>
        this.change(queries, attempt, (row, { blockedUntil }) => withoutAttempt(row, blockedUntil)),
      ),
    );
  }

  private async count(queries: Queries, counts: readonly Count[]): Promise<Attempt> {
    const now = this.clock.now();
    const rows = await this.lock(queries, counts, now);
    const limited = thingsLimited(counts, rows, now);
    const waitS = Math.max(...limited.map(({ key }) => secondsBlocked(rowOf(rows, key), now)));
    if (waitS > 0) throw new SignInThrottled(waitS);
    const counted = [];
    for (const count of limited) {
      const row = this.withFailure(rowOf(rows, count.key), count.limited, now);
      counted.push({ ...count, blockedUntil: row.blockedUntil });
      await this.repository.save(queries, row);
    }
    return { counted };
  }

  private async change(
    queries: Queries,
    { counted }: Attempt,
    change: (row: AttemptRow, counted: Attempt['counted'][number]) => AttemptRow,
  ): Promise<void> {
    const rows = await this.lock(queries, counted, this.clock.now());
    for (const count of counted) await this.repository.save(queries, change(rowOf(rows, count.key), count));
  }

  private lock(queries: Queries, counts: readonly Count[], now: Date): Promise<Map<string, AttemptRow>> {
    const keys = counts.map(({ key }) => key);
    return this.repository.lock(queries, keys, addSeconds(now, DAY_S));
  }

  private withFailure(row: AttemptRow, limited: Limited, now: Date): AttemptRow {
    const limit = this.limits[limited];
    const after = withFailure(row, limit, now);
    const forgetAt = addSeconds(now, limit.forgetAfterS);
    return { ...row, ...after, forgetAt: forgetAt > row.forgetAt ? forgetAt : row.forgetAt };
  }
}

/** An address from which the account signed in lately is subject to the limit of the pair only. */
function thingsLimited(counts: readonly Count[], rows: Map<string, AttemptRow>, now: Date): readonly Count[] {
  const pair = counts.find(({ limited }) => limited === 'pair');
  const lastSuccessAt = (pair && rowOf(rows, pair.key).lastSuccessAt) ?? null;
  const isKnown = lastSuccessAt !== null && addSeconds(lastSuccessAt, KNOWN_ADDRESS_S) > now;
  return pair !== undefined && isKnown ? [pair] : counts;
}

/** Removes one failure, and the block that it caused unless others have failed since. */
function withoutAttempt(row: AttemptRow, blockedUntil: Date | null): AttemptRow {
  const isOwnBlock = row.blockedUntil?.getTime() === blockedUntil?.getTime();
  const failures = Math.max(0, row.failures - 1);
  return { ...row, failures, blockedUntil: isOwnBlock ? null : row.blockedUntil };
}

function rowOf(rows: Map<string, AttemptRow>, key: string): AttemptRow {
  const row = rows.get(key);
  if (row === undefined) throw new Error('A locked row of login_attempts is missing');
  return row;
}

function countsOf({ username, address, device }: Attempter): Count[] {
  if (device !== undefined) return [{ limited: 'device', key: digest('device', username, device) }];
  const network = networkOf(address);
  return [
    { limited: 'pair', key: digest('pair', username, network) },
    { limited: 'address', key: digest('address', network) },
    { limited: 'account', key: digest('account', username) },
  ];
}
