import { Injectable } from '@nestjs/common';
import { serverTime } from '@plumbline/postgres';
import { and, asc, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { PredictDatabase, tables } from '../../database/index.js';
import type { ModelVersion } from '../../models/manifest/index.js';
import type { HistoryRange } from './history-range.js';

const { evaluationHistory, historyLayouts, trafficHistory } = tables;

/** The means of the evaluations in a bucket, and the largest share of drifted columns. */
export interface QualityPoint {
  /** The start of the bucket, in seconds since the epoch. */
  readonly atS: number;
  readonly driftShare: number | null;
  /** F1 of a classifier, mean absolute error of a regression. */
  readonly realised: number | null;
  readonly estimated: number | null;
  readonly estimatedLower: number | null;
  readonly estimatedUpper: number | null;
}

/** The evaluation with the most drift in a bucket. */
export interface ColumnPoint {
  readonly atS: number;
  readonly layout: tables.HistoryLayout;
  /** NaN without a score. */
  readonly severities: readonly number[];
  readonly missing: readonly number[];
  readonly shares: readonly number[];
}

/** Rows of a bucket that took at most `upper` seconds, and more than the next smaller limit. */
export interface TrafficPoint {
  readonly atS: number;
  readonly upper: number;
  readonly rows: number;
}

/** Reads past evaluations and traffic, of each bucket one row, oldest first. Rejects during an outage of the database. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly database: PredictDatabase) {}

  /** The time by the clock of the database, which dates the history. */
  now(): Promise<Date> {
    return this.database.run(serverTime);
  }

  quality(version: ModelVersion, range: HistoryRange): Promise<QualityPoint[]> {
    const { at, driftShare, realised, estimated, estimatedLower, estimatedUpper } = evaluationHistory;
    const bucket = bucketOf(at, range);
    return this.database.run((queries) =>
      queries
        .select({
          atS: bucket,
          driftShare: sql<number | null>`max(${driftShare})`,
          realised: mean(realised),
          estimated: mean(estimated),
          estimatedLower: mean(estimatedLower),
          estimatedUpper: mean(estimatedUpper),
        })
        .from(evaluationHistory)
        .where(isWithin(evaluationHistory, version, range))
        .groupBy(sql`1`)
        .orderBy(sql`1`),
    );
  }

  async columns(version: ModelVersion, range: HistoryRange): Promise<ColumnPoint[]> {
    const { at, severity, layout, severities, missing, shares } = evaluationHistory;
    const bucket = bucketOf(at, range);
    const points = await this.database.run((queries) =>
      queries
        .selectDistinctOn([sql`1`], { atS: bucket, layout, severities, missing, shares })
        .from(evaluationHistory)
        .where(and(isWithin(evaluationHistory, version, range), sql`${layout} IS NOT NULL`))
        .orderBy(sql`1`, sql`${severity} DESC NULLS LAST`, desc(at)),
    );
    const layouts = await this.layouts(points.flatMap((point) => point.layout ?? []));
    return points.flatMap((point) => {
      const known = point.layout === null ? undefined : layouts.get(point.layout);
      if (known === undefined) return [];
      const { atS, severities: scores, missing: gaps, shares: bins } = point;
      return [{ atS, layout: known, severities: scores ?? [], missing: gaps ?? [], shares: bins ?? [] }];
    });
  }

  traffic(version: ModelVersion, range: HistoryRange): Promise<TrafficPoint[]> {
    const { at, upper, rows } = trafficHistory;
    return this.database.run((queries) =>
      queries
        .select({ atS: bucketOf(at, range), upper, rows: sql<number>`sum(${rows})::float8` })
        .from(trafficHistory)
        .where(isWithin(trafficHistory, version, range))
        .groupBy(sql`1`, upper)
        .orderBy(sql`1`, asc(upper)),
    );
  }

  private async layouts(ids: readonly number[]): Promise<Map<number, tables.HistoryLayout>> {
    const unique = [...new Set(ids)];
    if (unique.length === 0) return new Map();
    const { id, content } = historyLayouts;
    const rows = await this.database.run((queries) =>
      queries.select({ id, content }).from(historyLayouts).where(inArray(id, unique)),
    );
    return new Map(rows.map((row) => [row.id, row.content]));
  }
}

/** The start of a moment's bucket, in seconds since the epoch. */
function bucketOf(at: AnyPgColumn, { resolutionS }: HistoryRange): SQL<number> {
  const seconds = sql`${resolutionS}::float8`;
  return sql<number>`floor(extract(epoch FROM ${at})::float8 / ${seconds}) * ${seconds}`;
}

function mean(column: AnyPgColumn): SQL<number | null> {
  return sql<number | null>`avg(${column})`;
}

function isWithin(
  { model, version, at }: Readonly<Record<'model' | 'version' | 'at', AnyPgColumn>>,
  of: ModelVersion,
  { fromS, resolutionS, points }: HistoryRange,
): SQL | undefined {
  return and(
    eq(model, of.model),
    eq(version, of.version),
    gte(at, new Date(fromS * 1000)),
    lt(at, new Date((fromS + points * resolutionS) * 1000)),
  );
}
