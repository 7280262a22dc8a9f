import type { Scope } from '@plumbline/access';
import { bigint, boolean, index, integer, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const schema = pgSchema('auth');

const moment = (column: string) => timestamp(column, { withTimezone: true, precision: 3, mode: 'date' });

/** People who can sign in. */
export const users = schema.table('users', {
  id: uuid('id').primaryKey(),
  username: text('username').notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  scopes: text('scopes').array().notNull().$type<readonly Scope[]>(),
  createdAt: moment('created_at').notNull(),
  /** When the account was disabled; null while its user can sign in. */
  disabledAt: moment('disabled_at'),
});

/** Machine clients; only the SHA-256 of a secret is stored. */
export const clients = schema.table('clients', {
  id: text('id').primaryKey(),
  /** Differs from that of a deleted client with the same id, whose tokens are not valid for this one. */
  instance: uuid('instance').notNull().defaultRandom(),
  secretHash: text('secret_hash').notNull(),
  /** The secret before the last rotation, which is valid until the moment. */
  previousSecretHash: text('previous_secret_hash'),
  previousSecretUntil: moment('previous_secret_until'),
  scopes: text('scopes').array().notNull().$type<readonly Scope[]>(),
  createdAt: moment('created_at').notNull(),
});

/** One sign-in of a user, with the refresh tokens that continue it. */
export const sessions = schema.table(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    scopes: text('scopes').array().notNull().$type<readonly Scope[]>(),
    createdAt: moment('created_at').notNull(),
    lastUsedAt: moment('last_used_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [index('sessions_user_id').on(table.userId), index('sessions_expires_at').on(table.expiresAt)],
);

/** Refresh tokens by their SHA-256. A used token has the nonce that its successor is derived from. */
export const refreshTokens = schema.table(
  'refresh_tokens',
  {
    hash: text('hash').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    successorNonce: text('successor_nonce'),
  },
  (table) => [
    index('refresh_tokens_session_id').on(table.sessionId),
    index('refresh_tokens_expires_at').on(table.expiresAt),
  ],
);

/** Access tokens that were revoked individually, until they expire. */
export const revokedTokens = schema.table('revoked_tokens', {
  tokenId: text('token_id').primaryKey(),
  expiresAt: moment('expires_at').notNull(),
});

/** Key pairs that sign access tokens; the newest whose `signs_from` has passed signs. */
export const signingKeys = schema.table('signing_keys', {
  kid: text('kid').primaryKey(),
  publicKey: text('public_key').notNull(),
  privateKey: text('private_key').notNull(),
  encrypted: boolean('encrypted').notNull(),
  createdAt: moment('created_at').notNull(),
  signsFrom: moment('signs_from').notNull(),
});

/** Failed sign-ins per limit, under a hash so that unknown usernames are not stored. */
export const loginAttempts = schema.table(
  'login_attempts',
  {
    key: text('key').primaryKey(),
    failures: integer('failures').notNull(),
    lastFailedAt: moment('last_failed_at'),
    blockedUntil: moment('blocked_until'),
    lastSuccessAt: moment('last_success_at'),
    forgetAt: moment('forget_at').notNull(),
  },
  (table) => [index('login_attempts_forget_at').on(table.forgetAt)],
);

/** The audit trail: what happened, who did it, to whom and from which address. */
export const auditEvents = schema.table(
  'audit_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment('at').notNull(),
    /** How often it happened, from `at` to `last_at`; only failures that repeat are counted in one row. */
    count: integer('count').notNull().default(1),
    lastAt: moment('last_at'),
    /** Equal for the failures that one row counts. */
    repeatKey: text('repeat_key').unique(),
    action: text('action').notNull(),
    actor: text('actor'),
    subject: text('subject'),
    address: text('address'),
    detail: jsonb('detail').notNull(),
  },
  (table) => [index('audit_events_at').on(table.at)],
);
