import { z } from 'zod';
import { WaitingClock } from './clock.js';
import {
  type BatchAnswer,
  batchSchema,
  type Label,
  type ListedModel,
  modelListSchema,
  modelSchema,
  type ModelVersions,
  type PredictionAnswer,
  predictionSchema,
  type Published,
  publishedSchema,
  type RetrainingRun,
  retrainsSchema,
} from './predict-answers.js';
import { type AttemptObserver, type RetryPolicy, sendWithRetries } from './retry.js';
import {
  bearer,
  type HttpAnswer,
  type HttpRequest,
  jsonRequest,
  type ServiceAddress,
  ServiceHttp,
} from './service-http.js';
import type { Tokens } from './token-session.js';

const NO_RETRIES: RetryPolicy = { retries: 0, firstWaitMs: 0, maxWaitMs: 0 };

/** Longer than predict checks a version, and an upload of gigabytes. */
const PUBLISH_TIMEOUT_MS = 3_600_000;

type Features = Readonly<Record<string, unknown>>;

/** How a `PredictClient` repeats what it posts; without a policy it sends everything once. */
export interface PredictOptions {
  readonly retry?: RetryPolicy;
  readonly clock?: WaitingClock;
  /** Ends the wait before a retry. */
  readonly signal?: AbortSignal;
}

/**
 * Talks to the predict service with access tokens, which are renewed once when predict refuses one. Methods throw
 * `ServiceError` for anything but a valid 2xx answer.
 */
export class PredictClient {
  private readonly http: ServiceHttp;

  constructor(
    address: ServiceAddress,
    private readonly tokens: Tokens,
    private readonly options: PredictOptions = {},
  ) {
    this.http = new ServiceHttp('predict', address);
  }

  async models(): Promise<readonly ListedModel[]> {
    return (await this.get('/models', modelListSchema)).models;
  }

  model(name: string): Promise<ModelVersions> {
    return this.get(`/models/${encodeURIComponent(name)}`, modelSchema);
  }

  predict(model: string, features: Features, observer?: AttemptObserver): Promise<PredictionAnswer> {
    return this.post(`/models/${model}/predict`, features, predictionSchema, observer);
  }

  predictBatch(
    model: string,
    instances: readonly Features[],
    observer?: AttemptObserver,
  ): Promise<BatchAnswer> {
    return this.post(`/models/${model}/predict/batch`, { instances }, batchSchema, observer);
  }

  async label(feedback: readonly Label[], observer?: AttemptObserver): Promise<void> {
    await this.post('/feedback/batch', { feedback }, z.unknown(), observer);
  }

  /** Publishes a version: a form whose parts are its files, named like the files. */
  async publish(model: string, files: FormData): Promise<Published> {
    const path = `/models/${model}/versions`;
    const request = { path, body: files, timeoutMs: PUBLISH_TIMEOUT_MS };
    const answer = await this.authorized(request, (authorized) => this.http.send(authorized));
    return this.http.parse(answer, publishedSchema, `POST ${path}`);
  }

  /** Makes a version the champion of its model. */
  async promote(model: string, version: number): Promise<void> {
    await this.post(`/models/${model}/promote`, { version }, z.unknown());
  }

  /** The retraining runs of one model, or of all; newest first. */
  async retrains(model?: string): Promise<readonly RetrainingRun[]> {
    const query = model === undefined ? '' : `?model=${encodeURIComponent(model)}`;
    return (await this.get(`/retrains${query}`, retrainsSchema)).retrains;
  }

  /** The monitoring report of a model as an HTML page. */
  report(model: string): Promise<string> {
    return this.get(`/models/${model}/report`, z.string(), { Accept: 'text/html' });
  }

  /** The value of one series at `/metrics`, written as there; undefined when it is absent. */
  async metric(series: string): Promise<number | undefined> {
    const answer = await this.http.send({ method: 'GET', path: '/metrics' });
    const lines = this.http.parse(answer, z.string(), 'GET /metrics').split('\n');
    const line = lines.find((each) => each.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  }

  async get<Body>(path: string, schema: z.ZodType<Body>, headers?: Record<string, string>): Promise<Body> {
    const answer = await this.authorized({ method: 'GET', path, headers }, (request) =>
      this.http.send(request),
    );
    return this.http.parse(answer, schema, `GET ${path}`);
  }

  async post<Body>(
    path: string,
    body: unknown,
    schema: z.ZodType<Body>,
    observer?: AttemptObserver,
  ): Promise<Body> {
    const answer = await this.authorized({ path, ...jsonRequest(body) }, (request) =>
      this.repeat(request, observer),
    );
    return this.http.parse(answer, schema, `POST ${path}`);
  }

  /** Posts text as it is, JSON unless its headers differ; resolves to an answer of any status. */
  async postRaw(request: HttpRequest, observer?: AttemptObserver): Promise<HttpAnswer> {
    const headers = {
      'Content-Type': 'application/json',
      ...bearer(await this.tokens.current()),
      ...request.headers,
    };
    return this.repeat({ ...request, headers }, observer);
  }

  /** Posts JSON once, whatever the retry policy; resolves to an answer of any status. */
  async postOnce(path: string, body: unknown): Promise<HttpAnswer> {
    const { headers, body: text } = jsonRequest(body);
    const token = bearer(await this.tokens.current());
    return this.http.send({ path, headers: { ...headers, ...token }, body: text });
  }

  private repeat(request: HttpRequest, observer?: AttemptObserver): Promise<HttpAnswer> {
    const { retry: policy = NO_RETRIES, clock = new WaitingClock(), signal } = this.options;
    return sendWithRetries(this.http, () => this.http.send(request), { policy, clock, signal, observer });
  }

  private async authorized(
    request: HttpRequest,
    send: (request: HttpRequest) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    const withToken = (token: string) =>
      send({ ...request, headers: { ...request.headers, ...bearer(token) } });
    const answer = await withToken(await this.tokens.current());
    return answer.status === 401 ? withToken(await this.tokens.renew()) : answer;
  }
}
