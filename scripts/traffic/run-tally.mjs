import { AnswerLog } from './answer-log.mjs';
import { RunQuality } from './run-quality.mjs';

/** What came of the traffic of one model. */
export class RunTally {
  log = new AnswerLog();
  sent = 0;
  predictionIds = [];
  #manifest;
  #quality;
  #rows = 0;
  #labels = 0;
  #errors = 0;
  #problem;
  #badRequests = {};
  #versions = new Set();
  #driftKnown = 0;
  #driftFound = 0;

  constructor(manifest) {
    this.#manifest = manifest;
    this.#quality = new RunQuality(manifest);
  }

  /** @param {number} version @param {readonly object[]} predictions as predict answered them */
  predicted(version, predictions) {
    this.#rows += predictions.length;
    this.#versions.add(version);
    for (const { drift } of predictions) {
      if (drift === undefined || drift === null) continue;
      this.#driftKnown += 1;
      if (Object.keys(drift).length > 0) this.#driftFound += 1;
    }
  }

  /** @param {readonly import('./late-labels.mjs').Label[]} labels that predict took */
  labelled(labels) {
    this.#labels += labels.length;
    for (const label of labels) this.#quality.add(label);
  }

  /** So many valid rows or labels were refused. */
  refused(count, what, { status, body }) {
    this.#error(count, `${what} was answered ${status}: ${body.detail ?? 'without a reason'}`);
  }

  /** A bad request has its answer, which has to be a 4xx. */
  badAnswered(kind, { status }) {
    const counts = (this.#badRequests[kind] ??= {});
    counts[status] = (counts[status] ?? 0) + 1;
    if (status < 400 || status > 499) this.#error(1, `${kind}: a bad request was answered ${status}`);
  }

  /** @param {number} seconds @returns {import('./run-traffic.mjs').ModelSummary} */
  summary(seconds) {
    return { ...this.progress(seconds), latencyMs: this.log.latencyMs };
  }

  /** The summary without latencies, which take sorting. */
  progress(seconds) {
    const { byStatus, serverErrors, retries, broken } = this.log;
    return {
      model: this.#manifest.name,
      versions: [...this.#versions],
      sent: this.sent,
      rows: this.#rows,
      labels: this.#labels,
      ...this.#quality.figures,
      driftShare: this.#driftKnown > 0 ? this.#driftFound / this.#driftKnown : undefined,
      answers: byStatus,
      badRequests: this.#badRequests,
      errors: this.#errors,
      problem: this.#problem,
      ...{ serverErrors, retries, broken, seconds },
      ratePerS: seconds > 0 ? this.sent / seconds : 0,
    };
  }

  /** The first problem is the one that is told. */
  #error(count, problem) {
    this.#errors += count;
    this.#problem ??= problem;
  }
}
