import { Injectable } from '@nestjs/common';
import { and, desc, eq, gte, lt, or } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';
import type { HistoryRange } from './history-range.js';

const { auditEvents, retrains } = tables;

/** More marks than these cannot be told apart on an axis; the oldest are left out. */
const MAX_EVENTS = 200;

const ENDED = ['success', 'failed', 'rejected', 'refused', 'superseded'] as const;

/** What happened to a model. */
export interface HistoryEvent {
  readonly at: Date;
  readonly kind: 'alert' | 'retraining' | 'publication' | 'promotion' | 'rollback' | 'challenger';
  /** A few words, such as "Version 3 promoted". */
  readonly title: string;
  /** The version that it is about, where there is one. */
  readonly version: number | null;
}

/** Reads what happened to a model from the audit trail and the retrainings. Rejects during an outage of the database. */
@Injectable()
export class EventRepository {
  constructor(private readonly database: PredictDatabase) {}

  /** Oldest first. */
  async list(model: string, { fromS, resolutionS, points }: HistoryRange): Promise<HistoryEvent[]> {
    const [from, to] = [new Date(fromS * 1000), new Date((fromS + points * resolutionS) * 1000)];
    const changes = await this.changes(model, from, to);
    const retrainings = await this.retrainings(model, from, to);
    return [...changes, ...retrainings]
      .filter(({ at }) => at >= from && at < to)
      .sort((one, other) => one.at.getTime() - other.at.getTime())
      .slice(-MAX_EVENTS);
  }

  private async changes(model: string, from: Date, to: Date): Promise<HistoryEvent[]> {
    const { at, action, after, target } = auditEvents;
    const rows = await this.database.run((queries) =>
      queries
        .select({ at, action, after })
        .from(auditEvents)
        .where(and(eq(target, model), gte(at, from), lt(at, to)))
        .orderBy(desc(at))
        .limit(MAX_EVENTS),
    );
    return rows.flatMap((row) => {
      const event = changeOf(row);
      return event === undefined ? [] : [{ at: row.at, ...event }];
    });
  }

  private async retrainings(model: string, from: Date, to: Date): Promise<HistoryEvent[]> {
    const { requestedAt, updatedAt, state, trigger, alertname, version } = retrains;
    const isWithin = or(
      and(gte(requestedAt, from), lt(requestedAt, to)),
      and(gte(updatedAt, from), lt(updatedAt, to)),
    );
    const rows = await this.database.run((queries) =>
      queries
        .select({ requestedAt, updatedAt, state, trigger, alertname, version })
        .from(retrains)
        .where(and(eq(retrains.model, model), isWithin))
        .orderBy(desc(requestedAt))
        .limit(MAX_EVENTS),
    );
    return rows.flatMap(eventsOf);
  }
}

type Change = Pick<typeof auditEvents.$inferSelect, 'action' | 'after'>;

/** Undefined for what `retrains` tells. */
function changeOf({ action, after }: Change): Omit<HistoryEvent, 'at'> | undefined {
  switch (action) {
    case 'version.published':
      return aboutVersion('publication', versionIn(after, 'version'), 'published');
    case 'model.promoted':
      return aboutVersion('promotion', versionIn(after, 'champion'), 'promoted');
    case 'model.rolled_back':
      return aboutVersion('rollback', versionIn(after, 'champion'), 'restored by a rollback');
    case 'challenger.set':
      return aboutVersion('challenger', versionIn(after, 'challenger'), 'is the challenger');
    case 'challenger.removed':
      return { kind: 'challenger', title: 'Challenger removed', version: null };
    case 'retraining.requested':
    case 'retraining.approved':
    case 'retraining.rejected':
      return undefined;
  }
}

function aboutVersion(kind: HistoryEvent['kind'], version: number | null, what: string) {
  return { kind, title: `${version === null ? 'A version' : `Version ${version}`} ${what}`, version };
}

function versionIn(state: Change['after'], name: string): number | null {
  const value = state?.[name];
  return typeof value === 'number' ? value : null;
}

type Retraining = Pick<
  typeof retrains.$inferSelect,
  'requestedAt' | 'updatedAt' | 'state' | 'trigger' | 'alertname' | 'version'
>;

/** The request, and the end if there is one. */
function eventsOf({
  requestedAt,
  updatedAt,
  state,
  trigger,
  alertname,
  version,
}: Retraining): HistoryEvent[] {
  const requested: HistoryEvent =
    trigger === 'alert'
      ? { at: requestedAt, kind: 'alert', title: alertname ?? 'Alert', version }
      : { at: requestedAt, kind: 'retraining', title: 'Retraining requested', version };
  if (!ENDED.some((ended) => ended === state)) return [requested];
  const title = state === 'success' ? 'Retraining succeeded' : `Retraining ${state}`;
  return [requested, { at: updatedAt, kind: 'retraining', title, version }];
}
