import { type Manifest, versionKey, versionOf } from '../../models/manifest/index.js';
import { type FeedbackWindow, feedbackWindow, type LabelledPrediction } from './feedback-window.js';
import type { FeedbackWindowRepository, Head } from './feedback-window.repository.js';

/** A model version whose feedback is followed. */
export interface Followed {
  readonly manifest: Manifest;
  readonly window: FeedbackWindow;
  /** How far the feedback in the database was read; absent until the window is restored. */
  head?: Head;
  /** The last revision in the window. */
  applied: number;
}

/** Called when windows change. */
export interface FollowerEvents {
  onChange(followed: Followed): void;
  /** The database has lost changes that a window contains. The window is read again. */
  onLost(manifest: Manifest, changes: number): void;
}

const PAGE_ROWS = 5_000;

/**
 * Keeps one window for each model version equal to the feedback in the database. A window is restored from the last
 * positions, and updated by revisions. All replicas of one database have the same windows, also after the database has
 * lost its last commits, as in a failover or a restore.
 */
export class FeedbackFollower {
  private readonly followed = new Map<string, Followed>();

  constructor(
    private readonly repository: Pick<FeedbackWindowRepository, 'heads' | 'after' | 'expired' | 'changes'>,
    private readonly events: FollowerEvents,
  ) {}

  /** Follows a version from the next `catchUp`. Does nothing for one that is followed. */
  follow(manifest: Manifest): void {
    if (this.followedOf(manifest)?.manifest !== manifest) this.begin(manifest);
  }

  /** Follows these versions only. */
  followOnly(manifests: readonly Manifest[]): void {
    const wanted = new Set(manifests.map((manifest) => versionKey(versionOf(manifest))));
    for (const key of this.followed.keys()) if (!wanted.has(key)) this.followed.delete(key);
    for (const manifest of manifests) this.follow(manifest);
  }

  /** Takes in changes that were just committed here, without waiting for the next `catchUp`. */
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

  /** Restores new windows, reads all changes since the last call, and releases labels that are too old. */
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
    let page: readonly LabelledPrediction[];
    let position = window.passed;
    do {
      page = await this.repository.after({ ...head, position }, PAGE_ROWS);
      for (const labelled of page) take(followed, labelled);
      position = page.at(-1)?.position ?? position;
    } while (page.length === PAGE_ROWS);
    followed.head = head;
    this.changed(followed);
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

  private changed(followed: Followed): void {
    // It may have been removed or restarted during the query.
    if (this.followedOf(followed.manifest) === followed) this.events.onChange(followed);
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

  private followedOf(manifest: Manifest): Followed | undefined {
    return this.followed.get(versionKey(versionOf(manifest)));
  }
}

function take(followed: Followed, labelled: LabelledPrediction): void {
  followed.window.apply(labelled);
  followed.applied = Math.max(followed.applied, labelled.revision);
}
