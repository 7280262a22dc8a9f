import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { and, desc, eq, lt } from 'drizzle-orm';
import { auditEvents, ServiceClock } from '../database/index.js';
import type { AuditAction, AuditQuery } from './audit.schema.js';

/** One row of the audit trail. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** The subject of the token, or the account, that acted; absent for the service itself and when unknown. */
  readonly actor?: string;
  /** The object of the action: a username, client id, session id or key id. Never a secret, never an unknown name. */
  readonly subject?: string;
  /** The network address of the client. */
  readonly address?: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** An event with its time; text that is unknown is null, so that the statement does not depend on which names are known. */
export type AuditRow = ReturnType<typeof auditRow>;

const { id, at, count, lastAt, action, actor, subject, address, detail } = auditEvents;
const columns = { id, at, count, lastAt, action, actor, subject, address, detail };

type StoredEvent = Omit<typeof auditEvents.$inferSelect, 'repeatKey'>;

/** The audit trail in PostgreSQL. */
@Injectable()
export class AuditRepository {
  constructor(private readonly clock: ServiceClock) {}

  /** Adds a row, in the transaction of the change that it records. */
  async record(queries: Queries, event: AuditEvent): Promise<void> {
    await queries.insert(auditEvents).values(auditRow(event, this.clock.now()));
  }

  /** Rows, newest first, older than the row `before`. */
  list(queries: Queries, { before, limit, action, actor, subject }: AuditQuery): Promise<StoredEvent[]> {
    const conditions = [
      before === undefined ? undefined : lt(auditEvents.id, Number(before)),
      action === undefined ? undefined : eq(auditEvents.action, action),
      actor === undefined ? undefined : eq(auditEvents.actor, actor),
      subject === undefined ? undefined : eq(auditEvents.subject, subject),
    ];
    return queries
      .select(columns)
      .from(auditEvents)
      .where(and(...conditions))
      .orderBy(desc(auditEvents.id))
      .limit(limit);
  }

  /** Deletes the rows from before the moment and returns their number. */
  async deleteBefore(queries: Queries, moment: Date): Promise<number> {
    return (await queries.delete(auditEvents).where(lt(auditEvents.at, moment))).rowCount ?? 0;
  }
}

/** The row of an event. */
export function auditRow({ action, actor, subject, address, detail = {} }: AuditEvent, at: Date) {
  return { at, action, actor: textOf(actor), subject: textOf(subject), address: textOf(address), detail };
}

function textOf(text: string | undefined): string | null {
  return printable(text) ?? null;
}

const MAX_LENGTH = 256;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The text with every control, format and line-breaking character escaped, cut at 256 characters, so that input cannot
 * forge or hide a line of a log.
 */
export function printable(text: string | undefined): string | undefined {
  return text
    ?.slice(0, MAX_LENGTH)
    .replaceAll(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
