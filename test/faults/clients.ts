import { type HttpAnswer, ServiceError } from '@plumbline/client';
import { sleep } from '@plumbline/tasks';
import { z } from 'zod';
import { eventually } from './eventually.js';
import type { Ending, SentRow } from './ledger.js';
import { heart, rent, type Served } from './models.js';
import type { Predict, System } from './system.js';

/** Between two requests of a client, in ms: bounds what the load asks of the machine. */
const PACE_MS = 2;
/** The same after a request without an answer, as when nothing listens. */
const BROKEN_PACE_MS = 200;
/** Few, so that they do not overload what recovers. */
const DRAINING_CLIENTS = 8;
const BATCH_ROWS = 6;
const BATCH_LABELS = 5;

const answerSchema = z.object({
  prediction_id: z.string(),
  prediction: z.union([z.string(), z.number()]).transform(String),
});
const batchSchema = z.object({ predictions: z.array(answerSchema) });
const labelsSchema = z.object({ feedback: z.array(z.object({ status: z.string() })) });

/** A label that a client still has to send. */
interface Owed {
  readonly served: Served;
  readonly id: string;
  readonly actual: string | number;
  /** Another value to send after this one was acknowledged. */
  readonly correction?: string | number;
  /** Not in a batch, after one was refused. */
  readonly alone?: true;
}

/**
 * Clients that predict and label as fast as they are answered, and record every answer in the ledger. A label that was refused
 * or not answered is sent again until it is acknowledged.
 */
export class Clients {
  private readonly owed: Owed[] = [];
  private readonly running: Promise<void>[] = [];
  private state: 'running' | 'draining' | 'stopped' = 'running';
  private requests = 0;
  private labelsInFlight = 0;

  constructor(
    private readonly system: System,
    readonly fault: string,
  ) {}

  start(count: number): void {
    for (let client = 0; client < count; client += 1) this.running.push(this.run(client));
  }

  /** Ends the predictions; a few clients send the labels that are left. Resolves when every one was acknowledged. */
  async drain(): Promise<void> {
    this.state = 'draining';
    await eventually(() => this.owed.length + this.labelsInFlight === 0, 'the acknowledgement of all labels');
    await this.stop();
  }

  async stop(): Promise<void> {
    this.state = 'stopped';
    await Promise.all(this.running);
  }

  private async run(client: number): Promise<void> {
    while (this.state === 'running' || (this.state === 'draining' && client < DRAINING_CLIENTS)) {
      const predict = this.system.predicts[this.requests % Math.max(1, this.system.predicts.length)];
      const isAnswered = predict === undefined ? false : await this.step(predict);
      await sleep(isAnswered ? PACE_MS : BROKEN_PACE_MS);
    }
  }

  /** Sends one request. Resolves to whether it was answered. */
  private step(predict: Predict): Promise<boolean> {
    this.requests += 1;
    if (this.state === 'draining' || (this.requests % 2 === 0 && this.owed.length > 0)) {
      return this.sendLabels(predict);
    }
    const served = this.requests % 8 === 3 ? rent : heart;
    return this.sendRows(predict, served, this.requests % 12 === 1 ? BATCH_ROWS : 1);
  }

  private async sendRows(predict: Predict, served: Served, count: number): Promise<boolean> {
    const { model, version } = served;
    const rows = Array.from({ length: count }, (): SentRow => {
      const mark = this.system.ledger.nextMark();
      const { life } = predict;
      return {
        mark,
        model,
        version,
        features: served.features(mark),
        life,
        fault: this.fault,
        sentAt: Date.now(),
      };
    });
    const [first] = rows;
    const path = `/models/${model}/predict${count > 1 ? '/batch' : ''}`;
    const body = count > 1 ? { instances: rows.map(({ features }) => features) } : first?.features;
    const { ending, answer } = await post(predict, path, body);
    const answers = ending.kind !== 'acknowledged' ? [] : answersOf(answer, count);
    for (const [place, row] of rows.entries()) {
      const predicted = answers[place];
      const known = predicted && { id: predicted.prediction_id, prediction: predicted.prediction };
      this.system.ledger.predicted({ ...row, ending, ...known });
      if (known !== undefined) this.owe(served, row.mark, known);
    }
    return ending.kind !== 'unanswered';
  }

  /** Every second prediction gets a label, and every tenth of these is corrected later. */
  private owe(served: Served, mark: number, { id, prediction }: { id: string; prediction: string }): void {
    if (mark % 2 === 0) return;
    const actual = served.label(prediction, mark);
    const correction = mark % 10 === 1 ? served.label(prediction, 35) : undefined;
    this.owed.push({ served, id, actual, ...(correction !== actual && { correction }) });
  }

  private async sendLabels(predict: Predict): Promise<boolean> {
    const count = this.owed[0]?.alone || this.requests % 4 > 0 ? 1 : BATCH_LABELS;
    const labels = this.owed.splice(0, count).filter(({ id }) => !this.system.ledger.isExcused(id));
    if (labels.length === 0) return true;
    const feedback = labels.map(({ id, actual }) => ({ prediction_id: id, actual }));
    this.labelsInFlight += labels.length;
    const { ending, answer } = await post(predict, '/feedback/batch', { feedback });
    this.labelsInFlight -= labels.length;
    const answers = ending.kind === 'acknowledged' ? labelsSchema.parse(answer?.body).feedback : [];
    for (const [place, label] of labels.entries()) {
      const { served, id, actual, correction } = label;
      const sent = { id, model: served.model, version: served.version, actual: String(actual) };
      const { life } = predict;
      this.system.ledger.labelled({
        ...sent,
        life,
        fault: this.fault,
        ending,
        status: answers[place]?.status,
      });
      if (ending.kind !== 'acknowledged') this.owed.push({ ...label, alone: true });
      else if (correction !== undefined) this.owed.push({ served, id, actual: correction });
    }
    return ending.kind === 'acknowledged';
  }
}

function answersOf(answer: HttpAnswer | undefined, count: number): z.output<typeof answerSchema>[] {
  return count > 1 ? batchSchema.parse(answer?.body).predictions : [answerSchema.parse(answer?.body)];
}

async function post(
  { client }: Predict,
  path: string,
  body: unknown,
): Promise<{ ending: Ending; answer?: HttpAnswer }> {
  try {
    const answer = await client.postOnce(path, body);
    return { ending: endingOf(answer), answer };
  } catch (error) {
    if (error instanceof ServiceError) return { ending: { kind: 'unanswered', reason: error.message } };
    throw error;
  }
}

function endingOf({ status, body, retryAfterMs }: HttpAnswer): Ending {
  if (status === 200) return { kind: 'acknowledged' };
  const { data } = z.object({ code: z.string() }).safeParse(body);
  return { kind: 'refused', status, code: data?.code, retryAfter: retryAfterMs !== undefined };
}
