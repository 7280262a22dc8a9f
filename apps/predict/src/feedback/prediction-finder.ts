import type { PredictionLog } from '../predictions/log/index.js';
import { FeedbackUnavailable, PredictionLogOff } from './feedback.errors.js';
import type { FeedbackRepository } from './feedback.repository.js';
import type { KnownPrediction } from './labels.js';

/** Another replica moves its predictions to the database within this time while the database is up. */
const SETTLED_MS = 2_000;
const RECHECK_MS = 200;
const FLUSH_TIMEOUT_MS = 5_000;

/**
 * Finds predictions also when they were answered a moment ago: those in this process's spool are moved to the database
 * first, and an id that is younger than two seconds may still be on its way from another replica.
 */
export class PredictionFinder {
  constructor(
    private readonly repository: Pick<FeedbackRepository, 'find'>,
    private readonly log: Pick<PredictionLog, 'enabled' | 'flush'>,
  ) {}

  /** The predictions by id, without those that do not exist. @throws {FeedbackUnavailable | PredictionLogOff} */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, KnownPrediction>> {
    if (!this.log.enabled) throw new PredictionLogOff();
    const found = new Map<string, KnownPrediction>();
    const missing = await this.look(ids, found);
    if (missing.length === 0) return found;
    await this.flush();
    let unsettled = await this.look(missing, found);
    while ((unsettled = unsettled.filter(isYoung)).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, RECHECK_MS));
      unsettled = await this.look(unsettled, found);
    }
    return found;
  }

  private async look(ids: readonly string[], found: Map<string, KnownPrediction>): Promise<string[]> {
    for (const prediction of await this.repository.find(ids)) found.set(prediction.id, prediction);
    return ids.filter((id) => !found.has(id));
  }

  private async flush(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the spool is still being moved')), FLUSH_TIMEOUT_MS);
    });
    try {
      await Promise.race([this.log.flush(), late]);
    } catch (error) {
      throw new FeedbackUnavailable(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Whether a UUIDv7 was made within the last moments; ids of other versions never are. */
function isYoung(id: string): boolean {
  const ageMs = Date.now() - Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return id[14] === '7' && ageMs < SETTLED_MS && ageMs > -SETTLED_MS;
}
