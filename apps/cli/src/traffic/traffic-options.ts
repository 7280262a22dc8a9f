import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../command-line/index.js';
import { root } from '../installation/index.js';
import { driftingScenarios, scenarioNames, suddenScenarios } from './scenarios.js';

const DEFAULT_COUNT = 1_000;

const optionsSchema = z.object({
  scenario: z.enum(scenarioNames, { error: `one of ${scenarioNames.join(', ')}` }).default('steady'),
  /** Every model in turn by default. */
  model: text().optional(),
  /** Rows of each model. */
  count: whole(1, 10_000_000).optional(),
  /** Seconds for each model, instead of `count`. */
  durationS: number(0.1, 86_400).optional(),
  /** Rows a second. */
  rate: number(0.1, 10_000).default(50),
  /** Rows a request; 1 uses `/predict`, more `/predict/batch`. */
  batch: whole(1, 1_000).default(10),
  seed: whole(0, 2 ** 32 - 1).default(1),
  /** The features that drift. */
  features: names().optional(),
  strength: number(0.01, 1).default(0.5),
  /** The row at which a sudden change comes. */
  after: whole(0, 10_000_000).optional(),
  /** Share of rows whose truth is sent, from 0 to 1. */
  labelRate: number(0, 1).default(1),
  /** Rows between a prediction and its truth. */
  labelDelay: whole(0, 1_000_000).default(50),
  authUrl: httpUrl().default('http://localhost:8001'),
  predictUrl: httpUrl().default('http://localhost:8002'),
  /** The model repository that the reference rows come from. */
  modelsDir: text().default(join(root, 'models')),
  /** Whether the summary lists the id of every prediction. */
  collectIds: z.boolean().default(false),
});

/** What to send; `npm run traffic -- --help` explains rules and defaults. */
export type RowOptions = Readonly<z.input<typeof optionsSchema>>;

/** Options that follow their rules, with defaults. */
export type CheckedOptions = Readonly<z.output<typeof optionsSchema>>;

/**
 * Checks options and adds the defaults of those that are missing.
 * @throws {UsageError} with one sentence that names the option and its rule
 */
export function checkOptions(given: Readonly<Record<string, unknown>>): CheckedOptions {
  const { data: options, error } = optionsSchema.safeParse(given);
  if (error) {
    const [{ path, message } = { path: [], message: '' }] = error.issues;
    const name = String(path[0]);
    throw new UsageError(`${flagOf(name)} must be ${message}, not ${shown(given[name])}`);
  }
  checkTogether(options);
  return {
    ...options,
    count: options.count ?? (options.durationS === undefined ? DEFAULT_COUNT : undefined),
    authUrl: options.authUrl.replace(/\/+$/, ''),
    predictUrl: options.predictUrl.replace(/\/+$/, ''),
  };
}

function checkTogether(options: CheckedOptions): void {
  const { scenario, model, count, durationS, features, after } = options;
  if (count !== undefined && durationS !== undefined) {
    throw new UsageError('--duration-s must be given without --count: one of them bounds the run');
  }
  if (features !== undefined && model === undefined) {
    throw new UsageError('--features must be given with --model: each model has features of its own');
  }
  if (features !== undefined && !driftingScenarios.includes(scenario)) {
    throw new UsageError(`--features must be given with --scenario ${driftingScenarios.join(' or ')}`);
  }
  if (after !== undefined && !suddenScenarios.includes(scenario)) {
    throw new UsageError(`--after must be given with --scenario ${suddenScenarios.join(' or ')}`);
  }
}

/** The flag of an option: `labelRate` is `--label-rate`. */
function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function whole(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, error).max(max, error);
}

function number(min: number, max: number) {
  const error = `a number from ${min} to ${max}`;
  return z.number({ error }).min(min, error).max(max, error);
}

function text() {
  return z.string().min(1, 'a name');
}

function names() {
  const areNames = (list: readonly string[]) => list.length > 0 && !list.includes('');
  return z.array(z.string()).readonly().refine(areNames, 'names separated by commas');
}

function httpUrl() {
  const isHttp = (value: string) =>
    URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
  return z.string().refine(isHttp, 'a URL with http or https');
}

function shown(value: unknown): string {
  const written = Array.isArray(value) ? value.join(',') : String(value);
  return written === '' ? 'empty' : written;
}
