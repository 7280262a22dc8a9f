import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Prometheus } from '../stack/prometheus.js';
import { until } from '../until.js';
import { LoopCase, MODEL } from './loop-case.js';
import { type Part, startAlertmanager, startPrometheus } from './parts.js';

/** More labelled rows than the rules ask for. */
const ROWS = 300;
/** As many as the feedback window holds, so that nothing else is left in it. */
const WINDOW_ROWS = 1_000;

/** A case with predict whose F1 has fallen, under real Prometheus and Alertmanager on the shipped rules and routes. */
export class WatchedCase {
  private readonly alertmanagers: number[] = [];

  private constructor(
    readonly loop: LoopCase,
    readonly predict: Part,
  ) {}

  static async begin(): Promise<WatchedCase> {
    const loop = await LoopCase.begin();
    const predict = await loop.predict();
    await loop.traffic(predict, 'concept', ROWS);
    return new WatchedCase(loop, predict);
  }

  /** Starts an Alertmanager of this name, on what it kept unless it is to have forgotten everything. */
  async alertmanager(name: string, options: { forgotten?: boolean; cluster?: string[] } = {}): Promise<Part> {
    const { authUrl, notifications } = this.loop.shared;
    const port = await this.loop.port(`alertmanager ${name}`);
    if (options.forgotten) rmSync(join(this.loop.folder, `alertmanager-${port}`), { recursive: true });
    if (!this.alertmanagers.includes(port)) this.alertmanagers.push(port);
    const gossip = (each: string) => this.loop.port(`${each} gossip`);
    const part = await startAlertmanager({
      folder: this.loop.folder,
      port,
      authUrl,
      predictUrl: this.predict.url,
      notifications,
      ...(options.cluster && {
        cluster: { port: await gossip(name), peers: await Promise.all(options.cluster.map(gossip)) },
      }),
    });
    this.loop.parts.push(part);
    return part;
  }

  /** Starts Prometheus, which sends its alerts to all Alertmanagers started so far; on what it kept, if anything. */
  async prometheus(): Promise<Part> {
    const part = await startPrometheus({
      folder: this.loop.folder,
      port: await this.loop.port('prometheus'),
      authUrl: this.loop.shared.authUrl,
      predictUrl: this.predict.url,
      alertmanagerPorts: this.alertmanagers,
    });
    this.loop.parts.push(part);
    return part;
  }

  /** Resolves when Prometheus says so about ModelF1Drop; `undefined` when there is no such alert. */
  async untilAlert(prometheus: Part, state: 'pending' | 'firing' | undefined): Promise<void> {
    const api = new Prometheus(prometheus.url);
    await until(
      async () => {
        const active = await api.query(`ALERTS{alertname="ModelF1Drop",model="${MODEL}"}`);
        const states = active.map(({ metric }) => metric['alertstate']);
        return state === undefined ? states.length === 0 : states.includes(state);
      },
      `ModelF1Drop ${state ?? 'resolved'}`,
    );
  }

  /** Resolves when Alertmanager, told nothing any more, has taken every alert for resolved and forgotten its groups. */
  async untilForgotten(alertmanager: Part): Promise<void> {
    await until(async () => {
      const text = await (await fetch(`${alertmanager.url}/metrics`)).text();
      return /^alertmanager_dispatcher_aggregation_groups 0$/m.test(text);
    }, 'the end of all groups');
  }

  /** Resolves when predict has decided about so many alerts in this way. */
  async untilDecided(outcome: string, count = 1): Promise<void> {
    const series = `retrain_alerts_total{outcome="${outcome}"}`;
    await until(
      async () => ((await this.loop.metric(this.predict, series)) ?? 0) >= count,
      `${count} alerts ${outcome}`,
    );
  }

  /** The model is well again, and the alert ends. */
  async recover(prometheus: Part): Promise<void> {
    await this.loop.traffic(this.predict, 'steady', WINDOW_ROWS);
    await this.untilAlert(prometheus, undefined);
  }

  end(): Promise<void> {
    return this.loop.end();
  }
}
