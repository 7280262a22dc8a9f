import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { HealthChecks } from '@plumbline/http';
import { MetricSet } from '@plumbline/metrics';
import { Condition, RecurringTask } from '@plumbline/tasks';
import { JwksClient } from './jwks-client.js';

const REFRESH_MS = 300_000;
const RETRY_MS = 2_000;
/** Attempts before the first warning: auth is usually started at the same time. */
const ATTEMPTS_AT_START = 5;

/** Refreshes the public keys in the background, and publishes their age and whether there are any. */
@Injectable()
export class JwksUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Public keys');
  private readonly outage = new Condition<unknown>({
    onBegin: (error) =>
      this.logger.warn({
        message: this.client.hasKeys
          ? 'Cannot fetch public keys; the last good ones stay in use'
          : 'Cannot fetch public keys; no token can be verified yet',
        error: reasonOf(error),
      }),
  });
  private readonly task = new RecurringTask({
    run: () => this.client.refresh(),
    intervalMs: REFRESH_MS,
    retryMs: RETRY_MS,
    firstDelayMs: 0,
    onError: (error) => this.failed(error),
    onSuccess: () => this.succeeded(),
  });
  private toleratedFailures = ATTEMPTS_AT_START - 1;

  constructor(
    private readonly client: JwksClient,
    health: HealthChecks,
    metrics: MetricSet,
  ) {
    health.add('public_keys', () => client.hasKeys);
    const age = metrics.get('jwks_age_seconds');
    metrics.beforeRead('jwks_age_seconds', () => {
      if (client.ageS !== undefined) age.set(client.ageS);
    });
  }

  /** Uses the stored keys at once; fetching does not delay the start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.client.restore();
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  private failed(error: unknown): void {
    if (this.toleratedFailures === 0) this.outage.begin(error);
    else this.toleratedFailures -= 1;
  }

  private succeeded(): void {
    this.toleratedFailures = 0;
    this.outage.end();
  }
}
