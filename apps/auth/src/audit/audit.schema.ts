import { eventPageQuery, eventPageSchema } from '@plumbline/http';
import { z } from 'zod';

/** Actions recorded in the audit trail. */
const action = z.enum([
  'login.succeeded',
  'login.failed',
  'logout',
  'token.issued',
  'token.refreshed',
  'token.reused',
  'token.revoked',
  'client_authentication.failed',
  'user.created',
  'user.changed',
  'user.deleted',
  'user.password_changed',
  'user.sessions_ended',
  'client.created',
  'client.changed',
  'client.secret_rotated',
  'client.deleted',
  'key.created',
  'key.retired',
  'key.withdrawn',
]);

/** The query of `GET /audit`: which events, from where on, and how many. */
export const auditQuerySchema = z.strictObject({
  ...eventPageQuery,
  action: action.optional(),
  actor: z.string().max(256).optional(),
  subject: z.string().max(256).optional(),
});

const event = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  count: z.int().describe('How often it happened; failed attempts of one hour are counted in one event'),
  last_at: z.iso.datetime().nullable().describe('When it happened last; null for what is not counted'),
  action: z.string(),
  actor: z.string().nullable().describe('The account that acted; null for the service and when unknown'),
  subject: z
    .string()
    .nullable()
    .describe('What the action was about: a username, client id, session id or key id'),
  address: z.string().nullable().describe('The network address of the client'),
  detail: z.unknown(),
});

/** A page of the audit trail, newest first. */
export const auditPageSchema = eventPageSchema(event);

/** An action recorded in the audit trail. */
export type AuditAction = z.output<typeof action>;

/** Which events to list. */
export type AuditQuery = z.output<typeof auditQuerySchema>;

/** The answer of `GET /audit`. */
export type AuditPage = z.output<typeof auditPageSchema>;
