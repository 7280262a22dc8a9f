import {
  AuthClient,
  type Credentials,
  givenTokens,
  type ListedModel,
  PredictClient,
  retryPolicy,
  ServiceError,
  type Tokens,
  TokenSession,
  WaitingClock,
} from '@plumbline/client';
import { UsageError } from '../command-line/index.js';
import { ModelRun, type Progress } from './model-run.js';
import { type ReferenceModel, readModels } from './reference-model.js';
import type { ModelSummary } from './run-tally.js';
import type { Scenario } from './scenarios.js';
import { type CheckedOptions, checkOptions, type RowOptions } from './traffic-options.js';

const SCOPE = 'predict feedback';

/** What to send, where to, and as whom. One of `token` and `credentials` is needed. */
export interface TrafficOptions extends RowOptions {
  readonly token?: () => string | Promise<string>;
  readonly credentials?: Credentials;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  readonly clock?: WaitingClock;
}

/** The result of a run. */
export interface TrafficSummary {
  /** Whether everything was answered as it has to be. */
  readonly ok: boolean;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Whether the signal ended it. */
  readonly interrupted: boolean;
  /** Why it could not go on. */
  readonly failure?: string;
  readonly models: readonly ModelSummary[];
  readonly predictionIds?: readonly string[];
}

/**
 * Sends traffic to predict and the truth back. When predict stops answering during the run, the summary says so in
 * `failure`.
 * @throws {UsageError} before anything is sent
 * @throws {ServiceError} when the services cannot be used from the start
 */
export async function runTraffic(given: TrafficOptions): Promise<TrafficSummary> {
  const { token, credentials, onProgress = () => {}, clock = new WaitingClock(), ...rows } = given;
  const { signal = new AbortController().signal, ...rowOptions } = rows;
  const options = checkOptions(rowOptions);
  const models = readModels(options.modelsDir, options.model);
  const session = token ? undefined : signIn(options.authUrl, credentials, clock);
  const tokens: Tokens = session ?? givenTokens(token ?? (() => ''));
  const address = { url: options.predictUrl, hint: hintOf('--predict-url') };
  const client = new PredictClient(address, tokens, { retry: retryPolicy, clock, signal });
  try {
    const runs = models.map((model) => new ModelRun(model, options, { client, clock, signal }));
    requireServed(models, await client.models());
    const failure = await sendAll(runs, signal, onProgress);
    return summaryOf(runs, options, failure, signal.aborted);
  } finally {
    await session?.close();
  }
}

function signIn(url: string, credentials: Credentials | undefined, clock: WaitingClock): TokenSession {
  if (credentials === undefined) {
    throw new UsageError(
      '--username must be given with a password, or --client-id with a secret; see --help',
    );
  }
  return new TokenSession(new AuthClient({ url, hint: hintOf('--auth-url') }), credentials, SCOPE, clock);
}

function hintOf(flag: string): string {
  return `start it with npm start, or give its address with ${flag}`;
}

function requireServed(models: readonly ReferenceModel[], served: readonly ListedModel[]): void {
  const names = served.filter(({ champion }) => champion !== null).map(({ name }) => name);
  const missing = models.map(({ manifest }) => manifest.name).filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new ServiceError(
    `predict does not serve ${missing.join(', ')}: choose with --model from ${names.join(', ')}, or see GET /models for the reason`,
  );
}

/** Why the traffic could not go on; undefined when all was sent. */
async function sendAll(
  runs: readonly ModelRun[],
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<string | undefined> {
  try {
    for (const run of runs) {
      if (signal.aborted) break;
      await run.send(() => onProgress(run.progress));
    }
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error.message;
    throw error;
  }
}

function summaryOf(
  runs: readonly ModelRun[],
  { scenario, seed, collectIds }: CheckedOptions,
  failure: string | undefined,
  interrupted: boolean,
): TrafficSummary {
  const models = runs
    .map(({ summary }) => summary)
    .filter(({ answers, broken }) => broken > 0 || Object.keys(answers).length > 0);
  const isClean = models.every(
    ({ errors, serverErrors }) => errors === 0 && (scenario !== 'bad-input' || serverErrors === 0),
  );
  return {
    ok: failure === undefined && isClean,
    ...{ scenario, seed, interrupted, failure, models },
    ...(collectIds && { predictionIds: runs.flatMap(({ predictionIds }) => predictionIds) }),
  };
}
