import { Inject, Injectable } from '@nestjs/common';
import { networkOf } from '@plumbline/http';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';
import { type AttemptLimit, type Attempts, secondsBlocked, withFailure } from './attempt-limit.js';
import { digest } from './digest.js';
import { ClientThrottled } from './throttle.errors.js';

type Limited = 'client' | 'client_address';

const HOUR_S = 3_600;
const MAX_COUNTS = 10_000;
const NONE: Attempts = { failures: 0, lastFailedAt: null, blockedUntil: null };

/**
 * Limits wrong client secrets, by client id and by network address. Only failures are limited, never a right secret, so that
 * nobody can lock a client out: a secret of 256 random bits cannot be guessed, whatever the number of attempts. The counts
 * spare the service, not the secret. They are kept in memory, for each replica, and the oldest are dropped.
 */
@Injectable()
export class ClientThrottle {
  private readonly counts = new Map<string, Attempts>();
  private readonly limits: Readonly<Record<Limited, AttemptLimit>>;

  constructor(
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) { throttle: { attemptsPerAccount, attemptsPerAddress, maxDelayS } }: AuthConfig,
    @InjectMetric('auth_lockouts_total') private readonly lockouts: Metric<'auth_lockouts_total'>,
  ) {
    const common = { maxDelayS, forgetAfterS: HOUR_S };
    this.limits = {
      client: { freeFailures: attemptsPerAccount, ...common },
      client_address: { freeFailures: attemptsPerAddress, ...common },
    };
    for (const limit of Object.keys(this.limits)) lockouts.inc({ limit }, 0);
  }

  /** Counts a wrong secret. @throws {ClientThrottled} when it is too early; then it is not counted. */
  fail(clientId: string, address: string): void {
    const now = this.clock.now();
    const keys = { client: digest('client', clientId), client_address: digest(networkOf(address)) };
    const waitS = Math.max(...Object.values(keys).map((key) => secondsBlocked(this.countOf(key), now)));
    if (waitS > 0) throw new ClientThrottled(waitS);
    this.count(keys.client, 'client', now);
    this.count(keys.client_address, 'client_address', now);
  }

  private count(key: string, limit: Limited, now: Date): void {
    const after = withFailure(this.countOf(key), this.limits[limit], now);
    if (after.blockedUntil !== null) this.lockouts.inc({ limit });
    // Set anew, so that the map is in the order of the last failures.
    this.counts.delete(key);
    this.counts.set(key, after);
    const [oldest] = this.counts.keys();
    if (this.counts.size > MAX_COUNTS && oldest !== undefined) this.counts.delete(oldest);
  }

  private countOf(key: string): Attempts {
    return this.counts.get(key) ?? NONE;
  }
}
