import { BadRequests } from './bad-requests.mjs';
import { Interrupted } from './errors.mjs';
import { LateLabels } from './late-labels.mjs';
import { Pace } from './pace.mjs';
import { RowSource } from './row-source.mjs';
import { RunTally } from './run-tally.mjs';
import { badRequestFollows } from './scenarios.mjs';

/** Truths sent in one request, or as many as a batch has rows. */
const LABELS_PER_REQUEST = 100;

/** The traffic of one model. */
export class ModelRun {
  #options;
  #name;
  #client;
  #clock;
  #signal;
  #tally;
  #source;
  #badRequests;
  #waiting;
  #pace;
  #startedAt;
  #endsAt;
  #sentAllAt;
  #ended = false;
  #planned;
  #steps = 0;

  /**
   * @param {import('./reference-model.mjs').ReferenceModel} model
   * @param {import('./options.mjs').CheckedOptions} options
   * @param {{ client: import('./predict-client.mjs').PredictClient, clock: import('./clock.mjs').Clock, signal: AbortSignal }} parts
   */
  constructor(model, options, { client, clock, signal }) {
    this.#options = options;
    this.#name = model.manifest.name;
    this.#client = client;
    this.#clock = clock;
    this.#signal = signal;
    this.#planned = options.count ?? Math.ceil(options.durationS * options.rate);
    this.#tally = new RunTally(model.manifest);
    this.#source = new RowSource(model, options, this.#planned);
    this.#badRequests = new BadRequests(model, options.seed);
    this.#waiting = new LateLabels(options.labelDelay);
  }

  /** What came of it. */
  get summary() {
    return this.#tally.summary(this.#seconds);
  }

  /** What was counted so far. @returns {import('./run-traffic.mjs').Progress} */
  get progress() {
    return { ...this.#tally.progress(this.#seconds), planned: this.#planned, done: this.#ended };
  }

  get predictionIds() {
    return this.#tally.predictionIds;
  }

  /**
   * Sends all of it; ends early, without an error, when the signal is aborted or the time is over.
   * @param {() => void} onStep called when there is something new to show
   * @throws {import('./errors.mjs').TrafficFailed}
   */
  async send(onStep) {
    this.#startedAt = this.#clock.now();
    this.#endsAt = this.#startedAt + (this.#options.durationS ?? Infinity) * 1000;
    this.#pace = new Pace(this.#options.rate, this.#options.batch, this.#clock);
    try {
      await this.#sendAll(onStep);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    } finally {
      this.#sentAllAt ??= this.#clock.now();
      this.#ended = true;
      onStep();
    }
  }

  /** Until the last row was sent; the last labels follow it. */
  get #seconds() {
    const now = this.#sentAllAt ?? this.#clock.now();
    return (now - (this.#startedAt ?? now)) / 1000;
  }

  async #sendAll(onStep) {
    const onlyBad = this.#options.scenario === 'bad-input';
    while (!this.#isOver()) {
      const size = onlyBad ? 1 : Math.min(this.#options.batch, this.#planned - this.#tally.sent);
      await this.#pace.take(size, this.#endsAt, this.#signal);
      if (this.#isOver()) break;
      this.#steps += 1;
      if (onlyBad) await this.#sendBad();
      else await this.#sendValid(size);
      onStep();
    }
    this.#sentAllAt = this.#clock.now();
    if (!this.#signal.aborted) await this.#sendLabels(this.#waiting.rest());
  }

  #isOver() {
    const late = this.#clock.now() >= this.#endsAt;
    return this.#tally.sent >= this.#planned || late || this.#signal.aborted;
  }

  async #sendBad() {
    this.#tally.sent += 1;
    await this.#sendBadRequest();
  }

  async #sendValid(size) {
    await this.#predict(Array.from({ length: size }, () => this.#source.next()));
    await this.#sendLabels(this.#waiting.due(this.#tally.sent));
    if (badRequestFollows(this.#options.scenario, this.#steps)) await this.#sendBadRequest();
  }

  async #sendBadRequest() {
    const { kind, ...request } = this.#badRequests.next();
    this.#tally.badAnswered(kind, await this.#client.postRaw(request, this.#tally.log));
  }

  /** @param {import('./row-source.mjs').TrafficRow[]} rows */
  async #predict(rows) {
    const single = this.#options.batch === 1;
    const path = `/models/${this.#name}/predict${single ? '' : '/batch'}`;
    const instances = rows.map(({ features }) => features);
    const answer = await this.#client.post(path, single ? instances[0] : { instances }, this.#tally.log);
    const first = this.#tally.sent;
    this.#tally.sent += rows.length;
    if (answer.status !== 200) return this.#tally.refused(rows.length, path, answer);
    const { version } = answer.body;
    const predictions = single ? [answer.body] : answer.body.predictions;
    this.#tally.predicted(version, predictions);
    for (const [index, { prediction_id: id, prediction: predicted }] of predictions.entries()) {
      const { actual, labelled } = rows[index];
      if (this.#options.collectIds) this.#tally.predictionIds.push(id);
      if (labelled) this.#waiting.add({ id, version, predicted, actual }, first + index);
    }
  }

  /** @param {import('./late-labels.mjs').Label[]} labels */
  async #sendLabels(labels) {
    const size = Math.max(LABELS_PER_REQUEST, this.#options.batch);
    for (let from = 0; from < labels.length; from += size) {
      const part = labels.slice(from, from + size);
      const feedback = part.map(({ id, actual }) => ({ prediction_id: id, actual }));
      const answer = await this.#client.post('/feedback/batch', { feedback }, this.#tally.log);
      if (answer.status === 200) this.#tally.labelled(part);
      else this.#tally.refused(part.length, '/feedback/batch', answer);
    }
  }
}
