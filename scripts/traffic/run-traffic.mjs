import { systemClock } from './clock.mjs';
import { BadOption, TrafficFailed } from './errors.mjs';
import { ModelRun } from './model-run.mjs';
import { checkOptions } from './options.mjs';
import { PredictClient } from './predict-client.mjs';
import { readModels } from './reference-model.mjs';
import { tokensFrom, TokenSource } from './token-source.mjs';

export { BadOption, TrafficFailed } from './errors.mjs';

/**
 * Sends traffic to predict and the truth back; the types are in run-traffic.d.mts.
 * @param {import('./run-traffic.mjs').TrafficOptions} given
 * @returns {Promise<import('./run-traffic.mjs').TrafficSummary>} also when predict went away on the way
 * @throws {BadOption} before anything is sent
 * @throws {TrafficFailed} when the services cannot be used from the start
 */
export async function runTraffic(given) {
  const { token, credentials, onProgress = () => {}, clock = systemClock } = given;
  const options = checkOptions(given);
  const signal = given.signal ?? new globalThis.AbortController().signal;
  const models = readModels(options.modelsDir, options.model);
  const tokens = token ? tokensFrom(token) : new TokenSource(options.authUrl, required(credentials), clock);
  const client = new PredictClient({ url: options.predictUrl, tokens, clock, signal });
  try {
    const runs = models.map((model) => new ModelRun(model, options, { client, clock, signal }));
    requireServed(models, await client.models());
    const failure = await sendAll(runs, signal, onProgress);
    return summaryOf(runs, options, { failure, interrupted: signal.aborted });
  } finally {
    await tokens.close();
  }
}

function required(credentials) {
  if (credentials) return credentials;
  throw new BadOption('--username must be given with a password, or --client-id with a secret; see --help');
}

function requireServed(models, served) {
  const names = served.filter(({ champion }) => champion !== null).map(({ name }) => name);
  const missing = models.map(({ manifest }) => manifest.name).filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new TrafficFailed(
    `predict does not serve ${missing.join(', ')}: choose with --model from ${names.join(', ')}, or see GET /models for the reason`,
  );
}

/** Why the traffic could not go on; undefined when all was sent. */
async function sendAll(runs, signal, onProgress) {
  try {
    for (const run of runs) {
      if (signal.aborted) break;
      await run.send(() => onProgress(run.progress));
    }
    return undefined;
  } catch (error) {
    if (error instanceof TrafficFailed) return error.message;
    throw error;
  }
}

function summaryOf(runs, { scenario, seed, collectIds }, { failure, interrupted }) {
  const models = runs
    .map(({ summary }) => summary)
    .filter(({ answers, broken }) => broken > 0 || Object.keys(answers).length > 0);
  const clean = models.every(
    ({ errors, serverErrors }) => errors === 0 && (scenario !== 'bad-input' || serverErrors === 0),
  );
  return {
    ok: failure === undefined && clean,
    ...{ scenario, seed, interrupted, failure, models },
    ...(collectIds && { predictionIds: runs.flatMap(({ predictionIds }) => predictionIds) }),
  };
}
