import { Injectable } from '@nestjs/common';
import { excluded, type SqlPool } from '@plumbline/postgres';
import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { advisoryLocks, tables } from '../../database/index.js';

const { evaluationHistory, historyLayouts, trafficHistory } = tables;

/** Rows that have been too old for longer were coarsened by an earlier round. */
const LOOK_BACK = sql`interval '30 days'`;

const isAlone = sql`(SELECT pg_try_advisory_xact_lock(${advisoryLocks.retention}))`;

/** Coarsens the history of evaluations and traffic from minutes to quarters of an hour, by one replica at a time. */
@Injectable()
export class HistoryRetention {
  constructor(private readonly database: Pick<SqlPool, 'run'>) {}

  /** Of the evaluations before the moment, the first one of each quarter of an hour is kept. Returns the number of deleted rows. */
  async coarsenEvaluations(before: Date): Promise<number> {
    const { model, version, at } = evaluationHistory;
    const earlier = sql`
      SELECT FROM ${evaluationHistory} AS earlier
      WHERE earlier.model = ${model} AND earlier.version = ${version}
        AND earlier.at >= ${quarterOf(at)} AND earlier.at < ${at}`;
    return this.changed(sql`
      DELETE FROM ${evaluationHistory} WHERE ${isAlone} AND ${isRecent(at, before)} AND EXISTS (${earlier})`);
  }

  /** The rows of each quarter of an hour before the moment are added up. Returns the number of sums that changed. */
  async coarsenTraffic(before: Date): Promise<number> {
    const { model, version, at, upper, rows } = trafficHistory;
    return this.changed(sql`
      WITH moved AS (
        DELETE FROM ${trafficHistory}
        WHERE ${isAlone} AND ${isRecent(at, before)} AND ${at} <> ${quarterOf(at)}
        RETURNING ${model}, ${version}, ${quarterOf(at)} AS at, ${upper}, ${rows}
      )
      INSERT INTO ${trafficHistory} (model, version, at, upper, rows)
      SELECT model, version, at, upper, sum(rows) FROM moved GROUP BY model, version, at, upper
      ON CONFLICT (model, version, at, upper) DO UPDATE SET rows = ${rows} + ${excluded(rows)}`);
  }

  /** Deletes the traffic before the moment, and the layouts of evaluations that are deleted by then. Returns the number of rows. */
  async delete(before: Date): Promise<number> {
    const traffic = sql`DELETE FROM ${trafficHistory} WHERE ${isAlone} AND ${trafficHistory.at} < ${before}`;
    const layouts = sql`DELETE FROM ${historyLayouts} WHERE ${isAlone} AND ${historyLayouts.usedAt} < ${before}`;
    return (await this.changed(traffic)) + (await this.changed(layouts));
  }

  private async changed(statement: SQL): Promise<number> {
    const { rowCount } = await this.database.run((queries) => queries.execute(statement));
    return rowCount ?? 0;
  }
}

function isRecent(at: AnyPgColumn, before: Date): SQL {
  return sql`${at} < ${before} AND ${at} >= ${before}::timestamptz - ${LOOK_BACK}`;
}

function quarterOf(at: AnyPgColumn): SQL {
  return sql`to_timestamp(floor(extract(epoch FROM ${at}) / 900) * 900)`;
}
