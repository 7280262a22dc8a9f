import { join } from 'node:path';
import {
  encryptionKey,
  httpUrl,
  loadConfig,
  names,
  networks,
  onOff,
  origins,
  port,
  postgresUrl,
  wholeNumber,
} from '@plumbline/config';
import { bodyBytesInMemory } from '@plumbline/http';
import { z } from 'zod';
import { modelNameSchema } from '../models/manifest/index.js';

const MAX_BYTES = 2 ** 40;

/** Every environment key of the predict service, with its rule and default. */
export const environmentSchema = z.object({
  PREDICT_PORT: port().default(8002),
  PREDICT_HOST: z.string().default('127.0.0.1'),
  PREDICT_TRUSTED_PROXIES: networks().default([]),
  PREDICT_CORS_ORIGINS: origins().default([]),
  PREDICT_LOG_REQUESTS: onOff().default(false),
  PREDICT_RATE_LIMIT_PER_S: wholeNumber(1, 1_000_000).optional(),
  PREDICT_CLOCK_TOLERANCE_S: wholeNumber(0, 300).default(5),
  PREDICT_MODELS_DIR: z.string().optional(),
  PREDICT_DEFAULT_MODEL: modelNameSchema.default('product-category'),
  PREDICT_MODEL_LIMIT_BYTES: wholeNumber(1_024, MAX_BYTES).default(2 ** 28),
  PREDICT_BATCHING: onOff().default(true),
  PREDICT_MAX_ROWS_PER_RUN: wholeNumber(1, 65_536).default(64),
  PREDICT_MODEL_DEADLINE_MS: wholeNumber(1, 600_000).default(10_000),
  PREDICT_MODEL_MEMORY_BYTES: wholeNumber(2 ** 27, MAX_BYTES).default(2 ** 31),
  PREDICT_MAX_BATCH_ROWS: wholeNumber(1, 100_000).default(1_000),
  PREDICT_BODY_LIMIT_BYTES: wholeNumber(1_024, 2 ** 30).default(4 * 2 ** 20),
  PREDICT_JSON_MAX_DEPTH: wholeNumber(1, 1_000).default(32),
  PREDICT_JSON_MAX_KEYS: wholeNumber(1, 100_000_000).default(250_000),
  PREDICT_MAX_IN_FLIGHT: wholeNumber(1, 100_000).default(256),
  PREDICT_MAX_IN_FLIGHT_BYTES: wholeNumber(1_024, MAX_BYTES).optional(),
  PREDICT_LOG: onOff().default(true),
  PREDICT_LOG_SPOOL_LIMIT_BYTES: wholeNumber(2 ** 20, MAX_BYTES).default(2 ** 30),
  PREDICT_LOG_RETENTION_DAYS: wholeNumber(1, 36_500).default(90),
  PREDICT_LOG_RETENTION_MAX_PERCENT: wholeNumber(1, 100).default(50),
  PREDICT_AUDIT_RETENTION_DAYS: wholeNumber(1, 36_500).default(365),
  PREDICT_SESSION_KEY: encryptionKey().optional(),
  PREDICT_MONITORING: onOff().default(true),
  PREDICT_MONITORING_INTERVAL_MS: wholeNumber(50, 86_400_000).default(10_000),
  PREDICT_MONITORING_BUDGET_MS: wholeNumber(1, 600_000).default(10_000),
  PREDICT_METRICS_TOKEN: onOff().default(false),
  PREDICT_METRICS_MAX_AGE_MS: wholeNumber(0, 60_000).default(1_000),
  PREDICT_METRICS_MIN_GROUP: wholeNumber(1, 100_000).default(20),
  PREDICT_KEEP_ALIVE_TIMEOUT_MS: wholeNumber(1_000, 3_600_000).default(75_000),
  PREDICT_DRAIN_MS: wholeNumber(0, 600_000).default(300),
  PREDICT_SHUTDOWN_TIMEOUT_MS: wholeNumber(0, 600_000).default(10_000),
  AIRFLOW_URL: httpUrl().optional(),
  AIRFLOW_PUBLIC_URL: httpUrl().optional(),
  AIRFLOW_API: z.enum(['v1', 'v2']).default('v2'),
  AIRFLOW_USERNAME: z.string().min(1).optional(),
  AIRFLOW_PASSWORD: z.string().min(1).optional(),
  RETRAIN_DAG_ID: z.string().min(1).default('ml_pipeline_mixed_experiment_dvc'),
  RETRAIN_MODE: z.enum(['auto', 'approve', 'dry-run', 'off']).default('auto'),
  RETRAIN_ALERTS: names().default(['ModelF1Drop', 'ModelErrorRise']),
  RETRAIN_COOLDOWN_S: wholeNumber(0, 2_592_000).default(21_600),
  RETRAIN_DAILY_CAP: wholeNumber(0, 1_000).default(4),
  RETRAIN_POLL_MS: wholeNumber(50, 600_000).default(5_000),
  AUTH_URL: httpUrl().default('http://localhost:8001'),
  AUTH_ISSUER: httpUrl().default('http://localhost:8001'),
  AUTH_AUDIENCE: z.string().default('plumbline'),
  DATABASE_URL: postgresUrl().optional(),
  PLUMBLINE_DATA_DIR: z.string().default('.plumbline'),
  HTTP_ADAPTER: z.enum(['fast', 'stock']).default('fast'),
});

const airflowKeys = ['AIRFLOW_USERNAME', 'AIRFLOW_PASSWORD'] as const;

const checkedSchema = environmentSchema.superRefine((env, context) => {
  if (env.AIRFLOW_URL === undefined) return;
  for (const key of airflowKeys.filter((each) => env[each] === undefined)) {
    context.addIssue({ code: 'custom', path: [key], message: 'is required with AIRFLOW_URL' });
  }
});

/** Reads and checks the environment of the process. @throws {ConfigError} that lists every bad key. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): PredictConfig {
  return nest(loadConfig(checkedSchema, environment));
}

/** The settings of the service. Names end with the unit. */
export type PredictConfig = ReturnType<typeof nest>;

function nest(env: z.output<typeof environmentSchema>) {
  return {
    http: httpOf(env),
    models: {
      dir: env.PREDICT_MODELS_DIR ?? join(env.PLUMBLINE_DATA_DIR, 'models'),
      /** The models that ship; undefined when the repository is configured. */
      shippedDir: env.PREDICT_MODELS_DIR === undefined ? 'models' : undefined,
      defaultName: env.PREDICT_DEFAULT_MODEL,
      /** Total size of the files of one upload. */
      uploadLimitBytes: env.PREDICT_MODEL_LIMIT_BYTES,
    },
    inference: inferenceOf(env),
    /** Rows of one batch request. */
    maxBatchRows: env.PREDICT_MAX_BATCH_ROWS,
    log: {
      enabled: env.PREDICT_LOG,
      spoolLimitBytes: env.PREDICT_LOG_SPOOL_LIMIT_BYTES,
      retentionDays: env.PREDICT_LOG_RETENTION_DAYS,
      /** The share of a table that one run of retention may delete. */
      retentionMaxPercent: env.PREDICT_LOG_RETENTION_MAX_PERCENT,
    },
    audit: { retentionDays: env.PREDICT_AUDIT_RETENTION_DAYS },
    /** Encrypts the sessions of the console; undefined: a key in the data folder. */
    session: { key: env.PREDICT_SESSION_KEY },
    monitoring: {
      enabled: env.PREDICT_MONITORING,
      intervalMs: env.PREDICT_MONITORING_INTERVAL_MS,
      /** Total time of the evaluations of one interval. */
      budgetMs: env.PREDICT_MONITORING_BUDGET_MS,
    },
    metrics: metricsOf(env),
    retraining: {
      airflow: airflow(env),
      dagId: env.RETRAIN_DAG_ID,
      mode: env.RETRAIN_MODE,
      /** Names of the alerts that lead to retraining. */
      alerts: env.RETRAIN_ALERTS,
      cooldownS: env.RETRAIN_COOLDOWN_S,
      dailyCap: env.RETRAIN_DAILY_CAP,
      pollMs: env.RETRAIN_POLL_MS,
    },
    auth: {
      url: env.AUTH_URL,
      issuer: env.AUTH_ISSUER,
      audience: env.AUTH_AUDIENCE,
      /** How far the clock may be from auth's. */
      clockToleranceS: env.PREDICT_CLOCK_TOLERANCE_S,
      /** Requests of one person or machine client. */
      rateLimitPerS: env.PREDICT_RATE_LIMIT_PER_S,
    },
    database: { url: env.DATABASE_URL, dataDir: env.PLUMBLINE_DATA_DIR },
  };
}

function httpOf(env: z.output<typeof environmentSchema>) {
  return {
    port: env.PREDICT_PORT,
    host: env.PREDICT_HOST,
    adapter: env.HTTP_ADAPTER,
    trustedProxies: env.PREDICT_TRUSTED_PROXIES,
    corsOrigins: env.PREDICT_CORS_ORIGINS,
    logRequests: env.PREDICT_LOG_REQUESTS,
    maxInFlight: env.PREDICT_MAX_IN_FLIGHT,
    /** Size of all request bodies in progress. */
    maxInFlightBytes: env.PREDICT_MAX_IN_FLIGHT_BYTES ?? bodyBytesInMemory(),
    bodyLimitBytes: env.PREDICT_BODY_LIMIT_BYTES,
    json: { maxDepth: env.PREDICT_JSON_MAX_DEPTH, maxKeys: env.PREDICT_JSON_MAX_KEYS },
    keepAliveTimeoutMs: env.PREDICT_KEEP_ALIVE_TIMEOUT_MS,
    drainMs: env.PREDICT_DRAIN_MS,
    shutdownTimeoutMs: env.PREDICT_SHUTDOWN_TIMEOUT_MS,
  };
}

/** The settings of `/metrics`. */
function metricsOf(env: z.output<typeof environmentSchema>) {
  return {
    requireToken: env.PREDICT_METRICS_TOKEN,
    /** How long the text of `/metrics` is answered again. */
    maxAgeMs: env.PREDICT_METRICS_MAX_AGE_MS,
    /** The counters of inputs move by at least so many predictions of a version. */
    minGroup: env.PREDICT_METRICS_MIN_GROUP,
  };
}

function inferenceOf(env: z.output<typeof environmentSchema>) {
  return {
    batching: env.PREDICT_BATCHING,
    maxRowsPerRun: env.PREDICT_MAX_ROWS_PER_RUN,
    /** Of a run in a model process. */
    deadlineMs: env.PREDICT_MODEL_DEADLINE_MS,
    /** Of each model process. */
    memoryBytes: env.PREDICT_MODEL_MEMORY_BYTES,
  };
}

/** Undefined without an Airflow; the schema has checked that all keys are set or none. */
function airflow({
  AIRFLOW_URL: url,
  AIRFLOW_PUBLIC_URL: publicUrl,
  AIRFLOW_API: api,
  AIRFLOW_USERNAME: username,
  AIRFLOW_PASSWORD: password,
}: z.output<typeof environmentSchema>) {
  if (url === undefined || username === undefined || password === undefined) return undefined;
  return { url, publicUrl: publicUrl ?? url, api, username, password };
}
