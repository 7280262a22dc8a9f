import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { excluded } from '@plumbline/postgres';
import { GroupCommit } from '@plumbline/tasks';
import { sql } from 'drizzle-orm';
import { AuthDatabase, auditEvents, ServiceClock } from '../database/index.js';
import { type AuditEvent, auditRow, type AuditRow } from './audit.repository.js';

/** A failed attempt to sign in or to authenticate. */
export interface FailedAttempt extends Pick<AuditEvent, 'subject' | 'address'> {
  readonly action: 'login.failed' | 'client_authentication.failed';
}

interface CountedRow extends AuditRow {
  readonly repeatKey: string;
  readonly count: number;
  readonly lastAt: Date;
}

const HOUR_MS = 3_600_000;
const MAX_FAILURES_PER_STATEMENT = 1_000;
/** Rows of one hour with an address of their own; the failures from further addresses are counted without one. */
const MAX_ROWS_PER_HOUR = 1_000;

/**
 * Records failed attempts in the audit trail. Failures within one hour that have the same action, subject and address
 * are one row with a count. The failures of all waiting requests are written by one statement, before their answers.
 */
@Injectable()
export class FailureLog {
  private readonly writes = new GroupCommit<FailedAttempt, void>(MAX_FAILURES_PER_STATEMENT, (attempts) =>
    this.write(attempts),
  );
  private hour = 0;
  private keys = new Set<string>();

  constructor(
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
  ) {}

  /** Resolves when the failure is stored. */
  async record(attempt: FailedAttempt): Promise<void> {
    await this.writes.add([attempt]);
  }

  private async write(attempts: readonly FailedAttempt[]): Promise<void[]> {
    const rows = new Map<string, CountedRow>();
    for (const attempt of attempts) {
      const row = this.rowOf(attempt);
      rows.set(row.repeatKey, { ...row, count: (rows.get(row.repeatKey)?.count ?? 0) + 1 });
    }
    // In the order of their keys, so that replicas that count the same failures cannot deadlock.
    const ordered = [...rows.values()].sort((a, b) => (a.repeatKey < b.repeatKey ? -1 : 1));
    await this.database.run((queries) =>
      queries
        .insert(auditEvents)
        .values(ordered)
        .onConflictDoUpdate({
          target: auditEvents.repeatKey,
          set: {
            count: sql`${auditEvents.count} + ${excluded(auditEvents.count)}`,
            lastAt: sql`greatest(${auditEvents.lastAt}, ${excluded(auditEvents.lastAt)})`,
          },
        }),
    );
    return attempts.map(() => undefined);
  }

  private rowOf(attempt: FailedAttempt): CountedRow {
    const now = this.clock.now();
    const hour = Math.floor(now.getTime() / HOUR_MS);
    if (hour !== this.hour) [this.hour, this.keys] = [hour, new Set()];
    const key = keyOf(attempt, hour);
    if (this.keys.size >= MAX_ROWS_PER_HOUR && !this.keys.has(key) && attempt.address !== undefined) {
      return this.rowOf({ ...attempt, address: undefined });
    }
    this.keys.add(key);
    return { ...auditRow(attempt, now), repeatKey: key, count: 1, lastAt: now };
  }
}

function keyOf({ action, subject, address }: FailedAttempt, hour: number): string {
  return createHash('sha256')
    .update(JSON.stringify([action, subject, address, hour]))
    .digest('base64url');
}
