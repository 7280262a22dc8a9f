import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { EvaluationPublisher } from './evaluation-publisher.js';
import { EvaluationRounds } from './evaluation-rounds.js';
import { monitoringState } from './monitoring-state.js';

/** Long enough that a service which is stopped at once does not start a thread for nothing. */
const FIRST_ROUND_MS = 1_000;

/**
 * Has an evaluation made on a timer and publishes it. What was stored before is published before the service is ready,
 * so the gauges come back with it.
 */
@Injectable()
export class EvaluationMonitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly registry: ModelRegistry,
    private readonly publisher: EvaluationPublisher,
    private readonly rounds: EvaluationRounds,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const state = monitoringState(this.config);
    if (state !== 'on') return new Logger('Monitoring').warn(state);
    const follow = () => this.publisher.follow(this.manifests().map(versionOf));
    this.registry.onChange(follow);
    follow();
    await this.publisher.publish();
    this.schedule(Math.min(FIRST_ROUND_MS, this.config.monitoring.intervalMs));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.rounds.stop();
    await this.working;
  }

  private manifests() {
    return this.registry.list().map(({ manifest }) => manifest);
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      const startedAtMs = performance.now();
      this.working = this.work().finally(() =>
        this.schedule(Math.max(0, this.config.monitoring.intervalMs - (performance.now() - startedAtMs))),
      );
    }, delayMs).unref();
  }

  private async work(): Promise<void> {
    await this.rounds.run(this.manifests());
    if (!this.stopped) await this.publisher.publish();
  }
}
