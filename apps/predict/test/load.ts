import { heartPatient } from './heart-patient.js';
import { tokenFor } from './token-issuer.js';

/** An answer that was neither 200 nor cut off. */
export interface Refusal {
  readonly path: string;
  readonly status: number;
  readonly retryAfter: string | null;
}

/** Clients that predict and send the truth back until they are stopped, and what they were told. */
export class Load {
  /** Ids of predictions that were answered with 200. */
  readonly predicted: string[] = [];
  /** Truths that were answered with 200, by prediction id. */
  readonly labelled = new Map<string, string>();
  readonly refused: Refusal[] = [];
  /** Requests without an answer. */
  readonly broken: unknown[] = [];
  private readonly headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${tokenFor('predict feedback')}`,
  };

  /** @param paceMs between two requests of one client: bounds what the load asks of the machine. */
  constructor(private readonly paceMs = 5) {}

  /** Called after each answered prediction. */
  onPredicted: () => void = () => undefined;

  /** Runs so many clients against the service until `done` says so; each ends when a request gets no answer. */
  async run(url: string, clients: number, done: () => boolean): Promise<void> {
    await Promise.all(Array.from({ length: clients }, () => this.client(url, done)));
  }

  private async client(url: string, done: () => boolean): Promise<void> {
    try {
      while (!done()) {
        const answer = await this.post(`${url}/models/heart-disease/predict`, heartPatient);
        if (answer !== undefined) await this.label(url, answer['prediction_id']!, answer['prediction']!);
        await new Promise((resolve) => setTimeout(resolve, this.paceMs));
      }
    } catch (error) {
      this.broken.push(error);
    }
  }

  /** Every fourth prediction gets its truth. */
  private async label(url: string, id: string, actual: string): Promise<void> {
    this.predicted.push(id);
    this.onPredicted();
    if (this.predicted.length % 4 > 0) return;
    const answer = await this.post(`${url}/feedback`, { prediction_id: id, actual });
    if (answer !== undefined) this.labelled.set(id, actual);
  }

  private async post(url: string, body: unknown): Promise<Record<string, string> | undefined> {
    const response = await fetch(url, { method: 'POST', headers: this.headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as Record<string, string>;
    if (response.status === 200) return answer;
    const { status, headers } = response;
    this.refused.push({ path: new URL(url).pathname, status, retryAfter: headers.get('retry-after') });
    return undefined;
  }
}
