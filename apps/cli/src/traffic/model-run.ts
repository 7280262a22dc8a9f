import {
  type AttemptObserver,
  type BatchAnswer,
  Interrupted,
  type PredictClient,
  ServiceRefused,
  type WaitingClock,
} from '@plumbline/client';
import { BadRequests } from './bad-requests.js';
import { Pace } from './pace.js';
import type { ReferenceModel } from './reference-model.js';
import { RowSource, type TrafficRow } from './row-source.js';
import type { AcceptedLabel } from './run-quality.js';
import { type ModelSummary, RunTally } from './run-tally.js';
import { badRequestFollows } from './scenarios.js';
import type { CheckedOptions } from './traffic-options.js';

/** Truths sent in one request, or as many as a batch has rows. */
const LABELS_PER_REQUEST = 100;

/** No later request fares better: the token, its scope or the model is wrong. */
const FINAL_STATUSES = [401, 403, 409];

/** Stands for the answer to rows that do not fit into one request. */
const TOO_LARGE = Symbol('too large');

/** The summary so far, how many rows there will be, and whether the run of this model has ended. */
export interface Progress extends Omit<ModelSummary, 'latencyMs'> {
  readonly planned: number;
  readonly done: boolean;
}

/** What the runs of all models share. */
export interface RunContext {
  readonly client: PredictClient;
  readonly clock: WaitingClock;
  readonly signal: AbortSignal;
}

interface WaitingLabel extends AcceptedLabel {
  readonly id: string;
}

/** The traffic of one model. */
export class ModelRun {
  private readonly planned: number;
  private readonly tally: RunTally;
  private readonly source: RowSource;
  private readonly badRequests: BadRequests;
  private readonly waiting: LateLabels;
  private startedAtMs: number | undefined;
  private endsAtMs = Infinity;
  private sentAllAtMs: number | undefined;
  private ended = false;
  private steps = 0;
  /** The rows that fit into a request, as far as is known. */
  private rowsThatFit: number;

  constructor(
    private readonly model: ReferenceModel,
    private readonly options: CheckedOptions,
    private readonly context: RunContext,
  ) {
    const { count, durationS = 0, rate, seed, labelDelay, batch } = options;
    this.rowsThatFit = batch;
    this.planned = count ?? Math.ceil(durationS * rate);
    this.tally = new RunTally(model.manifest);
    this.source = new RowSource(model, options, this.planned);
    this.badRequests = new BadRequests(model, seed);
    this.waiting = new LateLabels(labelDelay);
  }

  get summary(): ModelSummary {
    return this.tally.summary(this.seconds);
  }

  get progress(): Progress {
    return { ...this.tally.progress(this.seconds), planned: this.planned, done: this.ended };
  }

  get predictionIds(): readonly string[] {
    return this.tally.predictionIds;
  }

  /**
   * Sends all of it; ends early, without an error, when the signal is aborted or the time is over.
   * @param onStep called when there is something new to show
   * @throws {ServiceError}
   */
  async send(onStep: () => void): Promise<void> {
    const { rate, batch, durationS = Infinity } = this.options;
    const { clock } = this.context;
    this.startedAtMs = clock.monotonicMs();
    this.endsAtMs = this.startedAtMs + durationS * 1000;
    try {
      await this.sendAll(new Pace(rate, batch, clock), onStep);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    } finally {
      this.sentAllAtMs ??= clock.monotonicMs();
      this.ended = true;
      onStep();
    }
  }

  /** Until the last row was sent; the last labels follow it. */
  private get seconds(): number {
    const nowMs = this.sentAllAtMs ?? this.context.clock.monotonicMs();
    return (nowMs - (this.startedAtMs ?? nowMs)) / 1000;
  }

  private async sendAll(pace: Pace, onStep: () => void): Promise<void> {
    const { clock, signal } = this.context;
    const onlyBad = this.options.scenario === 'bad-input';
    while (!this.isOver()) {
      const size = onlyBad ? 1 : Math.min(this.options.batch, this.planned - this.tally.sent);
      await pace.take(size, this.endsAtMs, signal);
      if (this.isOver()) break;
      this.steps += 1;
      if (onlyBad) await this.sendOnlyBad();
      else await this.sendValid(size);
      onStep();
    }
    this.sentAllAtMs = clock.monotonicMs();
    if (!signal.aborted) await this.sendLabels(this.waiting.rest());
  }

  private isOver(): boolean {
    const { clock, signal } = this.context;
    const late = clock.monotonicMs() >= this.endsAtMs;
    return this.tally.sent >= this.planned || late || signal.aborted;
  }

  private async sendOnlyBad(): Promise<void> {
    this.tally.sent += 1;
    await this.sendBadRequest();
  }

  private async sendValid(size: number): Promise<void> {
    await this.predict(await Promise.all(Array.from({ length: size }, () => this.source.next())));
    await this.sendLabels(this.waiting.due(this.tally.sent));
    if (badRequestFollows(this.options.scenario, this.steps)) await this.sendBadRequest();
  }

  private async sendBadRequest(): Promise<void> {
    const { kind, ...request } = this.badRequests.next();
    const { status } = await this.context.client.postRaw(request, this.tally.log);
    this.tally.badAnswered(kind, status);
  }

  /** Sends the rows in one request, or in smaller ones from the first that is too large. */
  private async predict(rows: readonly TrafficRow[]): Promise<void> {
    for (let from = 0; from < rows.length;) {
      const part = rows.slice(from, from + this.rowsThatFit);
      const send = () => this.unlessTooLarge(part);
      const answer = await this.unlessRefused(part.length, this.predictPath, send);
      if (answer === TOO_LARGE) {
        this.rowsThatFit = Math.floor(part.length / 2);
        this.tally.rowsPerRequest = this.rowsThatFit;
      } else {
        this.record(part, answer);
        from += part.length;
      }
    }
  }

  /** One row that is too large is refused like any other. */
  private async unlessTooLarge(rows: readonly TrafficRow[]): Promise<BatchAnswer | typeof TOO_LARGE> {
    try {
      return await this.requestFor(rows);
    } catch (error) {
      if (rows.length > 1 && error instanceof ServiceRefused && isTooLarge(error)) return TOO_LARGE;
      throw error;
    }
  }

  /** @param answer undefined when the rows were refused */
  private record(rows: readonly TrafficRow[], answer: BatchAnswer | undefined): void {
    const first = this.tally.sent;
    this.tally.sent += rows.length;
    if (answer === undefined) return;
    this.tally.predicted(answer.version, answer.predictions);
    for (const [index, { actual, labelled }] of rows.entries()) {
      const prediction = answer.predictions[index];
      if (prediction === undefined) continue;
      const { prediction_id: id, prediction: predicted } = prediction;
      if (this.options.collectIds) this.tally.predictionIds.push(id);
      if (labelled && actual !== undefined)
        this.waiting.add({ id, version: answer.version, predicted, actual }, first + index);
    }
  }

  private get predictPath(): string {
    return `/models/${this.model.manifest.name}/predict${this.options.batch === 1 ? '' : '/batch'}`;
  }

  /** One row is sent as such when a batch is one row. */
  private async requestFor(rows: readonly TrafficRow[]): Promise<BatchAnswer> {
    const { client } = this.context;
    const { name } = this.model.manifest;
    const instances = rows.map(({ features }) => features);
    const log: AttemptObserver = this.tally.log;
    const [row] = instances;
    if (this.options.batch > 1 || row === undefined) return client.predictBatch(name, instances, log);
    const answer = await client.predict(name, row, log);
    return { version: answer.version, predictions: [answer] };
  }

  private async sendLabels(labels: readonly WaitingLabel[]): Promise<void> {
    const size = Math.max(LABELS_PER_REQUEST, this.options.batch);
    for (let from = 0; from < labels.length; from += size) {
      const part = labels.slice(from, from + size);
      const feedback = part.map(({ id, actual }) => ({ prediction_id: id, actual }));
      const accepted = await this.unlessRefused(part.length, '/feedback/batch', async () => {
        await this.context.client.label(feedback, this.tally.log);
        return true;
      });
      if (accepted) this.tally.labelled(part);
    }
  }

  /** Counts a refusal of so many rows or labels, after which the next ones may be accepted. */
  private async unlessRefused<Answer>(
    count: number,
    path: string,
    request: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ServiceRefused) || isFinal(error)) throw error;
      this.tally.refused(count, path, error);
      return undefined;
    }
  }
}

function isFinal({ status, code }: ServiceRefused): boolean {
  return FINAL_STATUSES.includes(status) || code === 'model_not_found';
}

function isTooLarge({ status, code }: ServiceRefused): boolean {
  return status === 413 || code === 'json_too_complex';
}

/** Labels that wait until so many more rows were sent. */
class LateLabels {
  private readonly waiting: { readonly label: WaitingLabel; readonly dueAt: number }[] = [];

  constructor(private readonly delayRows: number) {}

  /** @param row the number of its row, from 0 */
  add(label: WaitingLabel, row: number): void {
    this.waiting.push({ label, dueAt: row + 1 + this.delayRows });
  }

  /** Takes out, oldest first, the labels that are due when so many rows were sent. */
  due(rowsSent: number): readonly WaitingLabel[] {
    const late = this.waiting.findIndex(({ dueAt }) => dueAt > rowsSent);
    return this.waiting.splice(0, late === -1 ? this.waiting.length : late).map(({ label }) => label);
  }

  /** Takes out all. */
  rest(): readonly WaitingLabel[] {
    return this.due(Infinity);
  }
}
