import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HealthChecks } from '@plumbline/http';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { JwksClient } from './jwks-client.js';

const REFRESH_MS = 300_000;
const RETRY_MS = 2_000;

/** Keeps the public keys fresh in the background, and tells how old they are and whether there are any. */
@Injectable()
export class JwksUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Public keys');
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private failing = false;

  constructor(
    private readonly client: JwksClient,
    health: HealthChecks,
    @InjectMetric('jwks_age_seconds') age: Metric<'jwks_age_seconds'>,
  ) {
    health.add('public_keys', () => client.hasKeys);
    // prom-client calls it at every scrape, so that the age is never older than the answer.
    Object.assign(age, { collect: () => client.ageS !== undefined && age.set(client.ageS) });
  }

  /** Uses what is stored at once; fetching does not hold up the start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.client.restore();
    void this.turn();
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async turn(): Promise<void> {
    const succeeded = await this.client.refresh().then(
      () => true,
      (error: unknown) => this.reportFailure(error),
    );
    if (succeeded) this.failing = false;
    if (!this.stopped) {
      this.timer = setTimeout(() => void this.turn(), succeeded ? REFRESH_MS : RETRY_MS).unref();
    }
  }

  /** One line when fetching begins to fail, not one per try. */
  private reportFailure(error: unknown): false {
    if (!this.failing) {
      const consequence = this.client.hasKeys
        ? 'the last good ones stay in use'
        : 'no token can be verified yet';
      this.logger.warn({ message: `Public keys cannot be fetched; ${consequence}`, reason: reasonOf(error) });
    }
    this.failing = true;
    return false;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
