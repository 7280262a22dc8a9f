import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { eventPage } from '@plumbline/http';
import type { Queries, SqlPool } from '@plumbline/postgres';
import { Clock, RecurringTask } from '@plumbline/tasks';
import { and, desc, eq, lt } from 'drizzle-orm';
import { DatabaseAvailability, isOutage, PredictDatabase, tables } from '../database/index.js';
import { AuditUnavailable } from './audit.errors.js';
import type { AuditPage, AuditQuery } from './audit.schema.js';

const { auditEvents } = tables;

/** Events that wait for the database; a change of pointers must not depend on it. */
const MAX_WAITING = 1_000;
const RETRY_MS = 5_000;

type StoredEvent = typeof auditEvents.$inferSelect;

/** A change that a subject made. */
export type AuditEvent = Omit<StoredEvent, 'id' | 'key' | 'at'>;

type KeyedEvent = Omit<StoredEvent, 'id'>;

/** The audit trail of this service, in PostgreSQL. */
@Injectable()
export class AuditTrail implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private readonly waiting: KeyedEvent[] = [];
  private readonly retry = new RecurringTask({
    run: () => this.storeWaiting(),
    intervalMs: RETRY_MS,
    onError: () => undefined,
  });

  constructor(
    @Inject(PredictDatabase) private readonly database: Pick<SqlPool, 'run'>,
    @Inject(DatabaseAvailability) private readonly availability: Pick<DatabaseAvailability, 'attempt'>,
    @Inject(Clock) private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Records a change in its own transaction. */
  async record(queries: Queries, event: AuditEvent): Promise<void> {
    await insert(queries, this.keyed(event));
  }

  /**
   * Records a change of the model repository, which no transaction covers. While the database is away the event waits in
   * memory. Never rejects.
   */
  async recordLater(event: AuditEvent): Promise<void> {
    const keyed = this.keyed(event);
    try {
      await this.store(keyed);
    } catch (error) {
      this.logger.warn({
        message: 'The audit trail cannot be written; the event waits in memory',
        ...keyed,
        error: reasonOf(error),
      });
      this.waiting.push(keyed);
      if (this.waiting.length > MAX_WAITING) this.reportLost(this.waiting.shift());
      this.retry.start();
    }
  }

  /** A page, newest first. @throws {AuditUnavailable} */
  async page({ before, limit, action, subject, target }: AuditQuery): Promise<AuditPage> {
    const conditions = and(
      before === undefined ? undefined : lt(auditEvents.id, Number(before)),
      action && eq(auditEvents.action, action),
      subject === undefined ? undefined : eq(auditEvents.subject, subject),
      target === undefined ? undefined : eq(auditEvents.target, target),
    );
    const { id, at, subject: by, target: of, before: earlier, after } = auditEvents;
    const rows = await orUnavailable(
      this.database.run((queries) =>
        queries
          .select({ id, at, action: auditEvents.action, subject: by, target: of, before: earlier, after })
          .from(auditEvents)
          .where(conditions)
          .orderBy(desc(auditEvents.id))
          .limit(limit + 1),
      ),
    );
    return eventPage(rows, limit, (event) => ({ ...event, at: event.at.toISOString() }));
  }

  /** Stores what waits, or else leaves it to the log. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.retry.stop();
    await this.storeWaiting().catch(() => this.waiting.forEach((event) => this.reportLost(event)));
  }

  private keyed(event: AuditEvent): KeyedEvent {
    return { ...event, key: randomUUID(), at: this.clock.now() };
  }

  private store(event: KeyedEvent): Promise<void> {
    return this.availability.attempt(() => this.database.run((queries) => insert(queries, event)));
  }

  private async storeWaiting(): Promise<void> {
    for (let event = this.waiting[0]; event !== undefined; event = this.waiting[0]) {
      await this.store(event);
      if (this.waiting[0] === event) this.waiting.shift();
    }
  }

  private reportLost(event: KeyedEvent | undefined): void {
    this.logger.error({ message: 'An event is missing in the audit trail', ...event });
  }
}

/** An event that was stored although its answer was lost is stored once. */
async function insert(queries: Queries, event: KeyedEvent): Promise<void> {
  await queries.insert(auditEvents).values(event).onConflictDoNothing({ target: auditEvents.key });
}

async function orUnavailable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw isOutage(error) ? new AuditUnavailable(error) : error;
  }
}
