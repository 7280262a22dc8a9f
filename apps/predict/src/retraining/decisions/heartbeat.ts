import { Injectable, Logger } from '@nestjs/common';
import { HeartbeatRepository } from './heartbeat.repository.js';
import { RetrainMetrics } from './retrain-metrics.js';

/** Ten of the minutes in which Alertmanager sends one; the alert AlertsNotArriving waits as long. */
const LATE_MS = 600_000;

/**
 * Shows that alerts arrive here: Watchdog always fires, so when it stays away, so would every other alert. Prometheus or
 * Alertmanager may be what is broken, so the log tells it too.
 */
@Injectable()
export class Heartbeat {
  private readonly logger = new Logger('Alerts');
  private late = false;

  constructor(
    private readonly repository: HeartbeatRepository,
    private readonly metrics: RetrainMetrics,
  ) {}

  /** Watchdog arrived. @param sender subject of the token that brought it. */
  beat(sender: string): Promise<void> {
    return this.repository.beat(sender);
  }

  /** Publishes when it last arrived; what never came is not missed. */
  async publish(now: Date): Promise<void> {
    const last = await this.repository.last();
    if (last === undefined) return;
    this.metrics.alertsArrived(last);
    const late = now.getTime() - last.getTime() > LATE_MS;
    if (late && !this.late) {
      this.logger.warn(
        `No alert would arrive: Watchdog last came through Alertmanager at ${last.toISOString()}`,
      );
    }
    if (!late && this.late) this.logger.log('Alerts arrive again');
    this.late = late;
  }
}
