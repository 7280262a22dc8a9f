import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { Condition, RecurringTask } from '@plumbline/tasks';
import { type Manifest, versionKey, versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { type FeedbackWindow, feedbackWindow, type LabelledPrediction } from './feedback-window.js';
import { FeedbackWindowRepository, type Head } from './feedback-window.repository.js';
import { QualityMetrics } from './quality-metrics.js';
import { ServedVersions } from './served-versions.js';

/** The longest delay of feedback that another replica received. */
const POLL_MS = 1_000;
const PAGE_ROWS = 5_000;

/** A served version and the window of its feedback. */
interface Followed {
  readonly manifest: Manifest;
  readonly window: FeedbackWindow;
  /** How far the feedback in the database was read; absent until the window is restored. */
  head?: Head;
  /** The last revision in the window. */
  applied: number;
}

/**
 * Publishes the quality of each served version over its feedback window, and keeps the windows equal to the feedback in
 * the database: a window is restored from the last positions, and updated by revisions. All replicas of one database have
 * the same windows, also after the database has lost its last commits, as in a failover or a restore.
 */
@Injectable()
export class QualityMonitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Quality');
  private readonly followed = new Map<string, Followed>();
  private readonly outage = new Condition<unknown>({
    onBegin: (error) =>
      this.logger.warn({ message: 'The quality windows cannot be updated', error: reasonOf(error) }),
    onEnd: () => this.logger.log('The quality windows are updated again'),
  });
  /** During an outage the last values stay. */
  private readonly polling = new RecurringTask({
    run: () => this.catchUp(),
    intervalMs: POLL_MS,
    onError: (error) => this.outage.begin(error),
    onSuccess: () => this.outage.end(),
  });

  constructor(
    private readonly registry: ModelRegistry,
    private readonly repository: FeedbackWindowRepository,
    @Inject(QualityMetrics)
    private readonly metrics: Pick<QualityMetrics, 'count' | 'countLost' | 'countOnly' | 'publish'>,
    private readonly versions: ServedVersions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.registry.onChange(() => this.follow());
    this.follow();
    await this.polling.runNow();
    this.polling.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.polling.stop();
  }

  /** Takes in labels that were committed here, without waiting for the next poll: first ones, and corrections. */
  labelled(recorded: readonly LabelledPrediction[], corrected: readonly LabelledPrediction[]): void {
    for (const one of recorded) this.metrics.count(one);
    this.apply([...recorded, ...corrected]);
  }

  /** Follows the served versions only. The next `catchUp` restores the windows of new ones. */
  follow(): void {
    const manifests = this.registry.list().map(({ manifest }) => manifest);
    const wanted = new Set(manifests.map((manifest) => versionKey(versionOf(manifest))));
    for (const key of this.followed.keys()) if (!wanted.has(key)) this.followed.delete(key);
    for (const manifest of manifests) {
      if (this.followedOf(manifest)?.manifest !== manifest) this.begin(manifest);
    }
    this.metrics.countOnly(manifests);
  }

  /** Restores new windows, reads all changes since the last call, and releases labels that are too old. */
  async catchUp(): Promise<void> {
    await this.versions.record();
    await this.dropLost();
    for (const followed of this.followed.values()) {
      if (followed.head === undefined) await this.restore(followed);
    }
    while ((await this.readChanges()) >= PAGE_ROWS);
    for (const followed of this.followed.values()) {
      if (await this.expire(followed)) this.publish(followed);
    }
  }

  private begin(manifest: Manifest): void {
    const followed = { manifest, window: feedbackWindow(manifest), applied: 0 };
    this.followed.set(versionKey(versionOf(manifest)), followed);
  }

  /**
   * Restarts windows that may contain changes the database does not have: its head is behind the window, or the server
   * was restarted and other replicas may have written since.
   */
  private async dropLost(): Promise<void> {
    const known = [...this.followed.values()].filter(({ head }) => head !== undefined);
    // Changes that are applied during the query were committed after its snapshot.
    const applied = new Map(known.map((followed) => [followed, followed.applied]));
    const heads = await this.repository.heads(known.flatMap(({ head }) => head ?? []));
    for (const head of heads) {
      const followed = this.followed.get(versionKey(head));
      if (followed?.head === undefined) continue;
      const lost = (applied.get(followed) ?? 0) - head.revision;
      if (lost > 0) this.reportLost(followed.manifest, lost);
      if (lost > 0 || followed.head.serverRun !== head.serverRun) this.begin(followed.manifest);
    }
  }

  private reportLost(manifest: Manifest, changes: number): void {
    this.metrics.countLost(manifest, changes);
    this.logger.warn({
      message:
        'The database has lost feedback, as after a failover or a restore. The window is read again; counters such ' +
        'as prediction_outcomes_total keep the lost labels',
      ...versionOf(manifest),
      changes,
    });
  }

  private async restore(followed: Followed): Promise<void> {
    const { manifest, window } = followed;
    const [head] = await this.repository.heads([versionOf(manifest)]);
    if (head === undefined) return;
    window.passTo(head.position - window.size);
    await this.expire(followed);
    let page: readonly LabelledPrediction[];
    let position = window.passed;
    do {
      page = await this.repository.after({ ...head, position }, PAGE_ROWS);
      for (const labelled of page) take(followed, labelled);
      position = page.at(-1)?.position ?? position;
    } while (page.length === PAGE_ROWS);
    followed.head = head;
    this.publish(followed);
  }

  /** Releases rows that are older than the manifest allows. Returns whether there were any. */
  private async expire({ manifest, window }: Followed): Promise<boolean> {
    const { max_age_s } = manifest.windows.feedback;
    if (max_age_s === undefined) return false;
    const place = { ...versionOf(manifest), position: window.passed };
    const expired = await this.repository.expired(place, max_age_s);
    const { rows } = window;
    window.passTo(expired);
    return window.rows < rows;
  }

  private async readChanges(): Promise<number> {
    const heads = [...this.followed.values()].flatMap(({ head }) => head ?? []);
    const changes = await this.repository.changes(heads, PAGE_ROWS);
    for (const change of changes) {
      const followed = this.followed.get(versionKey(change));
      if (followed?.head !== undefined) followed.head = { ...followed.head, revision: change.revision };
    }
    this.apply(changes);
    return changes.length;
  }

  private apply(changes: readonly LabelledPrediction[]): void {
    const changed = new Set<Followed>();
    for (const change of changes) {
      const followed = this.followed.get(versionKey(change));
      if (followed === undefined) continue;
      take(followed, change);
      changed.add(followed);
    }
    for (const followed of changed) if (followed.head !== undefined) this.publish(followed);
  }

  private publish(followed: Followed): void {
    const { manifest, window } = followed;
    // It may have been removed or restarted during a query.
    if (this.followedOf(manifest) !== followed) return;
    const isEnough = window.rows >= manifest.windows.feedback.minimum;
    this.metrics.publish(manifest, window.rows, isEnough ? window.scores.quality() : {});
  }

  private followedOf(manifest: Manifest): Followed | undefined {
    return this.followed.get(versionKey(versionOf(manifest)));
  }
}

function take(followed: Followed, labelled: LabelledPrediction): void {
  followed.window.apply(labelled);
  followed.applied = Math.max(followed.applied, labelled.revision);
}
