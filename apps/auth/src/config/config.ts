import {
  encryptionKey,
  httpUrl,
  loadConfig,
  networks,
  onOff,
  origins,
  port,
  postgresUrl,
  wholeNumber,
} from '@plumbline/config';
import { bodyBytesInMemory } from '@plumbline/http';
import { z } from 'zod';
import { passwordSchema, usernameSchema } from '../credentials/index.js';

const DAY_S = 86_400;

/** Every environment key of the auth service, its rule and its default. */
export const environmentSchema = z.object({
  AUTH_PORT: port().default(8001),
  AUTH_HOST: z.string().default('127.0.0.1'),
  AUTH_TRUSTED_PROXIES: networks().default([]),
  AUTH_CORS_ORIGINS: origins().default([]),
  AUTH_LOG_REQUESTS: onOff().default(false),
  AUTH_RATE_LIMIT_PER_S: wholeNumber(1, 1_000_000).optional(),
  AUTH_BODY_LIMIT_BYTES: wholeNumber(1_024, 2 ** 20).default(32 * 1_024),
  AUTH_MAX_IN_FLIGHT: wholeNumber(1, 100_000).default(512),
  AUTH_MAX_IN_FLIGHT_BYTES: wholeNumber(1_024, 2 ** 40).optional(),
  AUTH_ISSUER: httpUrl().default('http://localhost:8001'),
  AUTH_AUDIENCE: z.string().default('plumbline'),
  AUTH_ACCESS_TOKEN_TTL_S: wholeNumber(60, 3_600).default(900),
  AUTH_REFRESH_TTL_S: wholeNumber(60, 90 * DAY_S).default(7 * DAY_S),
  AUTH_SESSION_MAX_AGE_S: wholeNumber(60, 365 * DAY_S).default(30 * DAY_S),
  AUTH_REFRESH_GRACE_S: wholeNumber(0, 60).default(10),
  AUTH_KEY_ENCRYPTION_KEY: encryptionKey().optional(),
  AUTH_KEY_ROTATION_DAYS: wholeNumber(1, 365).default(30),
  AUTH_KEY_PUBLISH_AHEAD_S: wholeNumber(600, DAY_S).default(900),
  AUTH_ADMIN_USERNAME: usernameSchema.default('admin'),
  AUTH_ADMIN_PASSWORD: passwordSchema.optional(),
  AUTH_HASH_CONCURRENCY: wholeNumber(1, 64).default(2),
  AUTH_HASH_QUEUE: wholeNumber(0, 10_000).default(64),
  AUTH_LOGIN_ATTEMPTS: wholeNumber(1, 100).default(10),
  AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: wholeNumber(1, 100_000).default(50),
  AUTH_LOGIN_ATTEMPTS_PER_ACCOUNT: wholeNumber(1, 100_000).default(100),
  AUTH_LOGIN_MAX_DELAY_S: wholeNumber(1, DAY_S).default(900),
  AUTH_AUDIT_RETENTION_DAYS: wholeNumber(1, 36_500).default(365),
  AUTH_DATABASE_POOL: wholeNumber(1, 1_000).default(10),
  AUTH_METRICS_TOKEN: onOff().default(false),
  AUTH_METRICS_MAX_AGE_MS: wholeNumber(0, 60_000).default(1_000),
  AUTH_KEEP_ALIVE_TIMEOUT_MS: wholeNumber(1_000, 3_600_000).default(75_000),
  AUTH_DRAIN_MS: wholeNumber(0, 600_000).default(300),
  AUTH_SHUTDOWN_TIMEOUT_MS: wholeNumber(0, 600_000).default(10_000),
  DATABASE_URL: postgresUrl().optional(),
  PLUMBLINE_DATA_DIR: z.string().default('.plumbline'),
  HTTP_ADAPTER: z.enum(['fast', 'stock']).default('fast'),
});

/** Reads and checks the environment of the process. @throws {ConfigError} naming every bad key. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): AuthConfig {
  return nest(loadConfig(environmentSchema, environment));
}

/** The settings of the service; names end with their unit. */
export type AuthConfig = ReturnType<typeof nest>;

function nest(env: z.output<typeof environmentSchema>) {
  return {
    http: {
      port: env.AUTH_PORT,
      host: env.AUTH_HOST,
      adapter: env.HTTP_ADAPTER,
      trustedProxies: env.AUTH_TRUSTED_PROXIES,
      corsOrigins: env.AUTH_CORS_ORIGINS,
      logRequests: env.AUTH_LOG_REQUESTS,
      /** Requests of one person or machine client with a token. */
      rateLimitPerS: env.AUTH_RATE_LIMIT_PER_S,
      maxInFlight: env.AUTH_MAX_IN_FLIGHT,
      /** Limit for all bodies that are being read or answered, together. */
      maxInFlightBytes: env.AUTH_MAX_IN_FLIGHT_BYTES ?? bodyBytesInMemory(),
      bodyLimitBytes: env.AUTH_BODY_LIMIT_BYTES,
      keepAliveTimeoutMs: env.AUTH_KEEP_ALIVE_TIMEOUT_MS,
      drainMs: env.AUTH_DRAIN_MS,
      shutdownTimeoutMs: env.AUTH_SHUTDOWN_TIMEOUT_MS,
    },
    tokens: {
      issuer: env.AUTH_ISSUER,
      audience: env.AUTH_AUDIENCE,
      accessTtlS: env.AUTH_ACCESS_TOKEN_TTL_S,
    },
    sessions: {
      /** A session ends when its refresh token is not used for this long. */
      refreshTtlS: env.AUTH_REFRESH_TTL_S,
      /** A session ends at this age, however often it is refreshed. */
      maxAgeS: env.AUTH_SESSION_MAX_AGE_S,
      /** How long a client that lost the answer to a refresh can repeat it. */
      graceS: env.AUTH_REFRESH_GRACE_S,
    },
    keys: {
      encryptionKey: env.AUTH_KEY_ENCRYPTION_KEY,
      rotationDays: env.AUTH_KEY_ROTATION_DAYS,
      /** How long a key is published before it signs. */
      publishAheadS: env.AUTH_KEY_PUBLISH_AHEAD_S,
    },
    admin: { username: env.AUTH_ADMIN_USERNAME, password: env.AUTH_ADMIN_PASSWORD },
    hashing: { concurrency: env.AUTH_HASH_CONCURRENCY, queue: env.AUTH_HASH_QUEUE },
    throttle: {
      /** Failed attempts without a delay: by one address on one account, by one address, on one account. */
      attempts: env.AUTH_LOGIN_ATTEMPTS,
      attemptsPerAddress: env.AUTH_LOGIN_ATTEMPTS_PER_ADDRESS,
      attemptsPerAccount: env.AUTH_LOGIN_ATTEMPTS_PER_ACCOUNT,
      maxDelayS: env.AUTH_LOGIN_MAX_DELAY_S,
    },
    metrics: {
      requireToken: env.AUTH_METRICS_TOKEN,
      /** How long the text of `/metrics` is answered again. */
      maxAgeMs: env.AUTH_METRICS_MAX_AGE_MS,
    },
    audit: { retentionDays: env.AUTH_AUDIT_RETENTION_DAYS },
    database: { url: env.DATABASE_URL, dataDir: env.PLUMBLINE_DATA_DIR, poolSize: env.AUTH_DATABASE_POOL },
  };
}
