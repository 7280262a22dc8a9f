import { eventPageQuery, eventPageSchema } from '@plumbline/http';
import { z } from 'zod';
import { tables } from '../database/index.js';

const { auditEvents } = tables;

const action = z.enum(auditEvents.action.enumValues);

/** Selects events; a page continues at the `next` of the one before. */
export const auditQuerySchema = z.strictObject({
  ...eventPageQuery,
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
export const auditPageSchema = eventPageSchema(auditEventSchema);

export type AuditQuery = z.output<typeof auditQuerySchema>;
export type AuditPage = z.infer<typeof auditPageSchema>;
