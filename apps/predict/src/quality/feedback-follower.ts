import type { Manifest } from '../models/manifest.schema.js';
import type { LabelledPrediction } from './labelled-prediction.js';
import type { Head, QualityRepository } from './quality.repository.js';
import { type WindowQuality, windowQuality } from './window-quality.js';

/** A model version whose feedback is followed. */
export interface Followed {
  readonly manifest: Manifest;
  readonly window: WindowQuality;
  /** How far the feedback in the database was read; absent until the window was restored. */
  head?: Head;
}

const PAGE_ROWS = 5_000;

/**
 * Keeps one window per model version in step with the feedback in the database: restored from the last positions, then
 * brought up to date by revisions. Every replica that follows the same database arrives at the same windows.
 */
export class FeedbackFollower {
  private readonly followed = new Map<string, Followed>();

  constructor(
    private readonly repository: QualityRepository,
    private readonly onChange: (followed: Followed) => void,
  ) {}

  /** Begins with the next `catchUp`; what is followed already goes on as it is. */
  follow(manifest: Manifest): void {
    const key = keyOf(manifest.name, manifest.version);
    if (this.followed.get(key)?.manifest === manifest) return;
    this.followed.set(key, { manifest, window: windowQuality(manifest) });
  }

  /** Follows these versions and no other. */
  followOnly(manifests: readonly Manifest[]): void {
    const wanted = new Set(manifests.map(({ name, version }) => keyOf(name, version)));
    for (const key of this.followed.keys()) if (!wanted.has(key)) this.followed.delete(key);
    for (const manifest of manifests) this.follow(manifest);
  }

  /** Takes in changes that were just committed here, so they need not wait for the next `catchUp`. */
  apply(changes: readonly LabelledPrediction[]): void {
    const changed = new Set<Followed>();
    for (const change of changes) {
      const followed = this.followed.get(keyOf(change.model, change.version));
      if (followed === undefined) continue;
      followed.window.apply(change);
      changed.add(followed);
    }
    for (const followed of changed) {
      if (followed.head !== undefined) this.onChange(followed);
    }
  }

  /** Restores the windows that are new, reads all changes since the last time, lets go of what is too old by now. */
  async catchUp(): Promise<void> {
    for (const followed of this.followed.values()) {
      if (followed.head === undefined) await this.restore(followed);
    }
    while ((await this.readChanges()) >= PAGE_ROWS);
    for (const followed of this.followed.values()) {
      if (await this.expire(followed)) this.changed(followed);
    }
  }

  private async restore(followed: Followed): Promise<void> {
    const { manifest, window } = followed;
    const head = await this.repository.head(manifest.name, manifest.version);
    window.passTo(head.position - window.size);
    await this.expire(followed);
    let position = window.passed;
    for (;;) {
      const page = await this.repository.after({ ...head, position }, PAGE_ROWS);
      for (const labelled of page) window.apply(labelled);
      if (page.length < PAGE_ROWS) break;
      position = page.at(-1)!.position;
    }
    followed.head = head;
    this.changed(followed);
  }

  /** Whether the window lost rows because they are older than the manifest allows. */
  private async expire({ manifest, window }: Followed): Promise<boolean> {
    const { name: model, version, windows } = manifest;
    if (windows.feedback.max_age_s === undefined) return false;
    const place = { model, version, position: window.passed };
    const expired = await this.repository.expired(place, windows.feedback.max_age_s);
    const { rows } = window;
    window.passTo(expired);
    return window.rows < rows;
  }

  private changed(followed: Followed): void {
    const { name, version } = followed.manifest;
    // It may have been released while the database was read.
    if (this.followed.get(keyOf(name, version)) === followed) this.onChange(followed);
  }

  private async readChanges(): Promise<number> {
    const heads = [...this.followed.values()].flatMap(({ head }) => head ?? []);
    const changes = await this.repository.changes(heads, PAGE_ROWS);
    for (const { model, version, revision } of changes) {
      const followed = this.followed.get(keyOf(model, version));
      if (followed?.head !== undefined) followed.head = { ...followed.head, revision };
    }
    this.apply(changes);
    return changes.length;
  }
}

function keyOf(model: string, version: number): string {
  return `${model}/${version}`;
}
