import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HealthChecks } from '@plumbline/http';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { JwksClient } from './jwks-client.js';

const REFRESH_MS = 300_000;
const RETRY_MS = 2_000;
/** Attempts before the first warning: auth is usually started at the same time. */
const ATTEMPTS_AT_START = 5;

/** Keeps the public keys fresh in the background, and tells how old they are and whether there are any. */
@Injectable()
export class JwksUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Public keys');
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private failures = 0;
  private toleratedFailures = ATTEMPTS_AT_START - 1;

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
    if (succeeded) this.failures = this.toleratedFailures = 0;
    if (!this.stopped) {
      this.timer = setTimeout(() => void this.turn(), succeeded ? REFRESH_MS : RETRY_MS).unref();
    }
  }

  /** One line when fetching begins to fail, not one per try. */
  private reportFailure(error: unknown): false {
    this.failures += 1;
    if (this.failures === this.toleratedFailures + 1) {
      const consequence = this.client.hasKeys
        ? 'the last good ones stay in use'
        : 'no token can be verified yet';
      this.logger.warn({ message: `Public keys cannot be fetched; ${consequence}`, reason: reasonOf(error) });
    }
    return false;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
