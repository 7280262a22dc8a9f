import { type Manifest, versionKey, versionOf } from '../../models/manifest/index.js';
import type { LabelledPrediction } from './labelled-prediction.js';
import type { Head, QualityRepository } from './quality.repository.js';
import { type WindowQuality, windowQuality } from './window-quality.js';

/** A model version whose feedback is followed. */
export interface Followed {
  readonly manifest: Manifest;
  readonly window: WindowQuality;
  /** How far the feedback in the database was read; absent until the window was restored. */
  head?: Head;
  /** The last revision that the window took in. */
  applied: number;
}

/** Told what happens to the windows. */
export interface FollowerEvents {
  /** A window has changed. */
  onChange(followed: Followed): void;
  /** The database has lost so many changes that the window of a version contained; the window is read again. */
  onLost(manifest: Manifest, changes: number): void;
}

const PAGE_ROWS = 5_000;

/**
 * Keeps one window per model version in step with the feedback in the database: restored from the last positions, then
 * brought up to date by revisions. Every replica that follows the same database arrives at the same windows, also when
 * the database loses its last commits, as after a failover or a restore.
 */
export class FeedbackFollower {
  private readonly followed = new Map<string, Followed>();

  constructor(
    private readonly repository: QualityRepository,
    private readonly events: FollowerEvents,
  ) {}

  /** Begins with the next `catchUp`; what is followed already goes on as it is. */
  follow(manifest: Manifest): void {
    const key = versionKey(versionOf(manifest));
    if (this.followed.get(key)?.manifest === manifest) return;
    this.begin(manifest);
  }

  /** Follows these versions and no other. */
  followOnly(manifests: readonly Manifest[]): void {
    const wanted = new Set(manifests.map((manifest) => versionKey(versionOf(manifest))));
    for (const key of this.followed.keys()) if (!wanted.has(key)) this.followed.delete(key);
    for (const manifest of manifests) this.follow(manifest);
  }

  /** Takes in changes that were just committed here, so they need not wait for the next `catchUp`. */
  apply(changes: readonly LabelledPrediction[]): void {
    const changed = new Set<Followed>();
    for (const change of changes) {
      const followed = this.followed.get(versionKey(change));
      if (followed === undefined) continue;
      take(followed, change);
      changed.add(followed);
    }
    for (const followed of changed) {
      if (followed.head !== undefined) this.events.onChange(followed);
    }
  }

  /** Restores the windows that are new, reads all changes since the last time, lets go of what is too old by now. */
  async catchUp(): Promise<void> {
    await this.dropLost();
    for (const followed of this.followed.values()) {
      if (followed.head === undefined) await this.restore(followed);
    }
    while ((await this.readChanges()) >= PAGE_ROWS);
    for (const followed of this.followed.values()) {
      if (await this.expire(followed)) this.changed(followed);
    }
  }

  private begin(manifest: Manifest): void {
    const followed = { manifest, window: windowQuality(manifest), applied: 0 };
    this.followed.set(versionKey(versionOf(manifest)), followed);
  }

  /**
   * Begins anew where the database may lack what a window contains: its head is behind the window, or it was restarted
   * and others may have written since.
   */
  private async dropLost(): Promise<void> {
    const known = [...this.followed.values()].filter(({ head }) => head !== undefined);
    // What is applied while the database is asked was committed after its answer.
    const applied = new Map(known.map((followed) => [followed, followed.applied]));
    const heads = await this.repository.heads(known.map(({ head }) => head!));
    for (const head of heads) {
      const followed = this.followed.get(versionKey(head));
      if (followed?.head === undefined) continue;
      const lost = (applied.get(followed) ?? 0) - head.revision;
      if (lost > 0) this.events.onLost(followed.manifest, lost);
      if (lost > 0 || followed.head.serverRun !== head.serverRun) this.begin(followed.manifest);
    }
  }

  private async restore(followed: Followed): Promise<void> {
    const { manifest, window } = followed;
    const [head] = await this.repository.heads([versionOf(manifest)]);
    if (head === undefined) return;
    window.passTo(head.position - window.size);
    await this.expire(followed);
    let position = window.passed;
    for (;;) {
      const page = await this.repository.after({ ...head, position }, PAGE_ROWS);
      for (const labelled of page) take(followed, labelled);
      if (page.length < PAGE_ROWS) break;
      position = page.at(-1)!.position;
    }
    followed.head = head;
    this.changed(followed);
  }

  /** Whether the window lost rows because they are older than the manifest allows. */
  private async expire({ manifest, window }: Followed): Promise<boolean> {
    const { max_age_s } = manifest.windows.feedback;
    if (max_age_s === undefined) return false;
    const place = { ...versionOf(manifest), position: window.passed };
    const expired = await this.repository.expired(place, max_age_s);
    const { rows } = window;
    window.passTo(expired);
    return window.rows < rows;
  }

  private changed(followed: Followed): void {
    const key = versionKey(versionOf(followed.manifest));
    // It may have been released while the database was read.
    if (this.followed.get(key) === followed) this.events.onChange(followed);
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
}

function take(followed: Followed, labelled: LabelledPrediction): void {
  followed.window.apply(labelled);
  followed.applied = Math.max(followed.applied, labelled.revision);
}
