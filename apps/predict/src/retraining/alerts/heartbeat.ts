import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { Condition, RecurringTask } from '@plumbline/tasks';
import { orRetrainingUnavailable, RetrainingSettings } from '../decisions/index.js';
import type { Alert } from './alert.schema.js';
import { HeartbeatRepository } from './heartbeat.repository.js';

/** An alert that always fires: while it arrives, so do others. */
const WATCHDOG = 'Watchdog';

/** Ten of the minutes in which Alertmanager sends one; the alert AlertsNotArriving waits as long. */
const MAX_AGE_S = 600;

/** Whether the alert only shows that alerts arrive. */
export function isHeartbeat({ status, labels }: Alert): boolean {
  return status === 'firing' && labels['alertname'] === WATCHDOG;
}

/**
 * Publishes when Watchdog last arrived. Prometheus or Alertmanager may be what is broken, so the log has a warning too
 * when it stays away.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Alerts');
  private readonly missing = new Condition<Date>({
    onBegin: (lastAt) =>
      this.logger.warn({ message: 'Alerts do not arrive: Watchdog is overdue', lastReceivedAt: lastAt }),
    onEnd: () => this.logger.log('Alerts arrive again'),
  });
  private readonly task: RecurringTask;

  constructor(
    private readonly repository: HeartbeatRepository,
    { pollMs }: RetrainingSettings,
    @InjectMetric('alert_heartbeat_timestamp_seconds')
    private readonly timestamp: Metric<'alert_heartbeat_timestamp_seconds'>,
  ) {
    this.task = new RecurringTask({
      run: () => this.publish(),
      intervalMs: pollMs,
      firstDelayMs: 0,
      // An outage of the database is reported where it has consequences.
      onError: () => undefined,
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  /** Records that Watchdog arrived. @param sender subject of the token that sent it. @throws {RetrainingUnavailable} */
  record(sender: string): Promise<void> {
    return orRetrainingUnavailable(this.repository.record(sender));
  }

  /** When Watchdog last arrived; undefined if it never did. */
  async lastAt(): Promise<Date | undefined> {
    return (await this.repository.last())?.receivedAt;
  }

  /** A Watchdog that never arrived is not missed. */
  private async publish(): Promise<void> {
    const last = await this.repository.last();
    if (last === undefined) return;
    this.timestamp.set(last.receivedAt.getTime() / 1000);
    if (last.ageS > MAX_AGE_S) this.missing.begin(last.receivedAt);
    else this.missing.end();
  }
}
