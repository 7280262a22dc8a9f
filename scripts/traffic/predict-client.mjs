import { Interrupted, reasonOf, TrafficFailed } from './errors.mjs';

const TIMEOUT_MS = 30_000;
const RETRIES = 5;
const FIRST_WAIT_MS = 500;

/** A service that asks for more is taken at its word only so far. */
const MAX_WAIT_MS = 30_000;

/** Busy or away for the moment. */
const TEMPORARY = [429, 502, 503, 504];

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {object} body parsed JSON, or an empty object
 * @property {number} [waitMs] what `Retry-After` asks for
 */

/** @typedef {{ method?: string, path: string, body?: string, headers?: Record<string, string> }} PredictRequest */

/** Talks to predict: repeats what was not answered or is to be tried again later, and counts every answer. */
export class PredictClient {
  #url;
  #tokens;
  #clock;
  #signal;

  /** @param {{ url: string, tokens: object, clock: import('./clock.mjs').Clock, signal: AbortSignal }} parts */
  constructor({ url, tokens, clock, signal }) {
    this.#url = url;
    this.#tokens = tokens;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** What `GET /models` lists. @throws {TrafficFailed} when predict is not there or does not tell */
  async models() {
    const headers = await this.#authorization();
    const { answer, reason } = await this.#once({ method: 'GET', path: '/models', headers });
    if (answer?.status === 200) return answer.body.models;
    if (answer) throw refused(answer, 'GET /models');
    throw new TrafficFailed(
      `predict does not answer at ${this.#url} (${reason}): start it with npm start, or say where it is with --predict-url`,
    );
  }

  /**
   * Posts JSON with a token.
   * @param {string} path @param {object} body @param {import('./answer-log.mjs').AnswerLog} log
   * @returns {Promise<Answer>} of any status that another attempt would not change
   * @throws {TrafficFailed} when predict stays away, or refuses everything of this kind
   */
  async post(path, body, log) {
    const request = { path, body: JSON.stringify(body) };
    const send = async () => this.attempt({ ...request, headers: await this.#authorization() }, log);
    let answer = await send();
    if (answer.status === 401) {
      await this.#tokens.renew();
      answer = await send();
    }
    if ([401, 403, 409].includes(answer.status) || answer.body.code === 'model_not_found') {
      throw refused(answer, `POST ${path}`);
    }
    return answer;
  }

  /** Posts JSON with a token and other changes, as they are. @returns {Promise<Answer>} */
  async postRaw({ headers = {}, ...request }, log) {
    return this.attempt({ ...request, headers: { ...(await this.#authorization()), ...headers } }, log);
  }

  /** @param {PredictRequest} request @returns {Promise<Answer>} */
  async attempt(request, log) {
    for (let retry = 0; ; retry += 1) {
      const { answer, reason } = await this.#once(request, log);
      if (answer && !TEMPORARY.includes(answer.status)) return answer;
      if (retry === RETRIES) throw this.#gone(answer ? `${answer.status} ${answer.body.detail}` : reason);
      log.retries += 1;
      const waitMs = answer?.waitMs ?? FIRST_WAIT_MS * 2 ** retry;
      await this.#clock.sleep(Math.min(waitMs, MAX_WAIT_MS), this.#signal);
      if (this.#signal.aborted) throw new Interrupted();
    }
  }

  #gone(reason) {
    return new TrafficFailed(
      `predict at ${this.#url} did not answer ${RETRIES + 1} times in a row (${reason})`,
    );
  }

  async #authorization() {
    return { Authorization: `Bearer ${await this.#tokens.current()}`, 'Content-Type': 'application/json' };
  }

  /** An interrupted run waits for the answer, so that nothing is predicted that it does not count. */
  async #once({ method = 'POST', path, body, headers }, log) {
    const startedAt = this.#clock.now();
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(this.#url + path, { method, body, headers, redirect: 'manual', signal });
      const answer = await answerOf(response);
      log?.answered(answer.status, this.#clock.now() - startedAt);
      return { answer };
    } catch (error) {
      if (log) log.broken += 1;
      return { reason: reasonOf(error) };
    }
  }
}

async function answerOf(response) {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : {},
    waitMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  };
}

function refused({ status, body }, what) {
  return new TrafficFailed(`predict refuses ${what} (${status}): ${body.detail ?? 'without a reason'}`);
}
