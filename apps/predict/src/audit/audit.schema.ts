import { z } from 'zod';
import { tables } from '../database/index.js';

const { auditEvents } = tables;

const MAX_EVENTS = 1_000;

const action = z.enum(auditEvents.action.enumValues);

/** Selects events; a page continues at the `next` of the one before. */
export const auditQuerySchema = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the `next` of a page')
    .optional()
    .describe('The `next` of the previous page'),
  limit: z.coerce.number().int().min(1).max(MAX_EVENTS).default(100),
  action: action.optional(),
  subject: z.string().max(256).optional(),
  target: z.string().max(256).optional(),
});

const state = z.record(z.string(), z.unknown()).nullable();

/** One event. */
const auditEventSchema = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  action,
  subject: z.string().describe('Subject of the token that made the change'),
  target: z.string().describe('The model that was changed'),
  before: state.describe('What was changed, before; null if there was nothing'),
  after: state.describe('The same after the change'),
});

/** A page of the audit trail, newest first. */
export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  next: z.string().nullable().describe('The start of the next page; null on the last page'),
});

export type AuditQuery = z.output<typeof auditQuerySchema>;
export type AuditPage = z.infer<typeof auditPageSchema>;
