import { Inject, Injectable } from '@nestjs/common';
import { sleep, withTimeout } from '@plumbline/tasks';
import { DatabaseClock } from '../database/index.js';
import { PredictionLog, timeOfUuidV7 } from '../predictions/log/index.js';
import { FeedbackUnavailable, PredictionLogOff, PredictionPending } from './feedback.errors.js';
import { FeedbackRepository } from './feedback.repository.js';
import type { Label } from './labels.js';

/** While the database is available, other replicas move their predictions there within this time. */
const SETTLED_MS = 2_000;
const RECHECK_MS = 200;
const FLUSH_TIMEOUT_MS = 5_000;
/** How many requests wait for that at once; each has a place that other feedback needs. */
const MAX_WAITING = 32;
/**
 * An unknown prediction may still be in the spool of another replica, or of one that has ended, for this long. One of another
 * subject counts as unknown, so that the answer does not show that it exists.
 */
const PENDING_MS = 3_600_000;
/** The clocks of replicas differ by less. */
const MAX_SKEW_MS = 60_000;

/**
 * Finds predictions that may have been made a moment ago. Those in the spool of this process are moved to the database
 * first; those of another replica may take two seconds to arrive.
 */
@Injectable()
export class PredictionFinder {
  private waiting = 0;

  constructor(
    @Inject(FeedbackRepository) private readonly repository: Pick<FeedbackRepository, 'find'>,
    @Inject(PredictionLog) private readonly log: Pick<PredictionLog, 'enabled' | 'flush'>,
    @Inject(DatabaseClock) private readonly clock: Pick<DatabaseClock, 'now'>,
  ) {}

  /**
   * The predictions of the owner, or of every subject, by id.
   * @throws {FeedbackUnavailable | PredictionLogOff | PredictionPending}
   */
  async find(ids: readonly string[], owner?: string): Promise<ReadonlyMap<string, Omit<Label, 'actual'>>> {
    if (!this.log.enabled) throw new PredictionLogOff();
    const found = new Map<string, Omit<Label, 'actual'>>();
    const missing = await this.add(ids, owner, found);
    if (missing.length === 0) return found;
    await this.flush();
    const unsettled = await this.add(missing, owner, found);
    if (this.waiting < MAX_WAITING) await this.settle(unsettled, owner, found);
    const unknown = missing.filter((id) => !found.has(id));
    const isPending = (id: string) => this.isYounger(id, PENDING_MS, MAX_SKEW_MS);
    if (unknown.length > 0 && unknown.every(isPending)) throw new PredictionPending(unknown.length);
    return found;
  }

  /** Waits for predictions of another replica. */
  private async settle(...[ids, owner, found]: Parameters<PredictionFinder['add']>): Promise<void> {
    let unsettled = ids;
    this.waiting += 1;
    try {
      while ((unsettled = unsettled.filter((id) => this.isYounger(id, SETTLED_MS, SETTLED_MS))).length > 0) {
        await sleep(RECHECK_MS);
        unsettled = await this.add(unsettled, owner, found);
      }
    } finally {
      this.waiting -= 1;
    }
  }

  /** Adds the predictions that are in the database, and returns the ids of the others. */
  private async add(
    ids: readonly string[],
    owner: string | undefined,
    found: Map<string, Omit<Label, 'actual'>>,
  ): Promise<string[]> {
    for (const prediction of await this.repository.find(ids, owner)) found.set(prediction.id, prediction);
    return ids.filter((id) => !found.has(id));
  }

  private async flush(): Promise<void> {
    try {
      await withTimeout(FLUSH_TIMEOUT_MS, 'moving the spool to the database', () => this.log.flush());
    } catch (error) {
      throw new FeedbackUnavailable(error);
    }
  }

  /** Whether a UUIDv7 was made less than `ageMs` ago, by a clock that is less than `skewMs` fast; others never were. */
  private isYounger(id: string, ageMs: number, skewMs: number): boolean {
    const agedMs = this.clock.now().getTime() - timeOfUuidV7(id);
    return id[14] === '7' && agedMs < ageMs && agedMs > -skewMs;
  }
}
