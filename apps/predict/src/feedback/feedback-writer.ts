import type { FeedbackRepository } from './feedback.repository.js';
import type { Label, PlacedLabel } from './labels.js';

/** A transaction takes requests until it has this many labels. */
const MAX_LABELS = 5_000;

interface Request {
  readonly labels: readonly Label[];
  readonly resolve: (placed: readonly PlacedLabel[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores the labels of all requests that wait in one transaction after the other: writers of one model version take
 * turns in the database anyway. The labels of a request are stored together or not at all.
 */
export class FeedbackWriter {
  private waiting: Request[] = [];
  private running = false;

  constructor(private readonly repository: Pick<FeedbackRepository, 'save'>) {}

  /** Resolves when the labels are durable, in their order. @throws {FeedbackUnavailable} */
  save(labels: readonly Label[]): Promise<readonly PlacedLabel[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ labels, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) await this.saveTogether(this.take());
    this.running = false;
  }

  private async saveTogether(requests: readonly Request[]): Promise<void> {
    try {
      const placed = await this.repository.save(requests.flatMap(({ labels }) => labels));
      let start = 0;
      for (const { labels, resolve } of requests) {
        resolve(placed.slice(start, start + labels.length));
        start += labels.length;
      }
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  }

  private take(): Request[] {
    let labels = 0;
    const end = this.waiting.findIndex((request) => (labels += request.labels.length) > MAX_LABELS);
    return this.waiting.splice(0, end < 0 ? this.waiting.length : Math.max(1, end));
  }
}
