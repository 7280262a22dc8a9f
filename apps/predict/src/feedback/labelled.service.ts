import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../database/index.js';
import { type Manifest, type ModelVersion, versionOf } from '../models/manifest/index.js';
import { outcomeFormOfManifest } from '../models/outcomes/index.js';
import { whileAvailable } from './feedback.repository.js';
import type { LabelledPage, LabelledQuery } from './labelled.schema.js';

const { feedback, predictions } = tables;

/** A page ends with the rows that reach it: a row may have as many bytes as a request. */
const MAX_BYTES = 16 * 2 ** 20;
/** Rows that are read at a time, as their sizes are not known before. */
const ROWS_AT_ONCE = 50;

/** Returns the labelled predictions of a version, to train its successor. */
@Injectable()
export class LabelledService {
  constructor(private readonly database: PredictDatabase) {}

  /**
   * A page in the order of first feedback. Positions are assigned in the order of commits, so a client that follows
   * `next` receives each row once, also those that were added meanwhile. Rows whose features retention has removed are
   * left out. A page of large rows has fewer than `limit`.
   * @throws {FeedbackUnavailable}
   */
  async page(manifest: Manifest, { after, limit }: LabelledQuery): Promise<LabelledPage> {
    const { stored, next } = await whileAvailable(() => this.read(versionOf(manifest), Number(after), limit));
    const form = outcomeFormOfManifest(manifest);
    return {
      rows: stored.flatMap(({ id, prediction, predicted, actual, labelledAt }) =>
        prediction === null
          ? []
          : {
              prediction_id: id,
              at: prediction.at.toISOString(),
              features: prediction.features,
              prediction: form.toJson(form.ofText(predicted)),
              actual: form.toJson(form.ofText(actual)),
              labelled_at: labelledAt.toISOString(),
            },
      ),
      next,
    };
  }

  private async read(version: ModelVersion, after: number, limit: number) {
    const stored: Awaited<ReturnType<typeof this.readRows>> = [];
    let bytes = 0;
    let last = after;
    while (stored.length < limit && bytes < MAX_BYTES) {
      const count = Math.min(ROWS_AT_ONCE, limit - stored.length);
      const rows = await this.readRows(version, last, count);
      for (const { prediction, position } of rows) {
        bytes += prediction?.bytes ?? 0;
        last = position;
      }
      stored.push(...rows);
      if (rows.length < count) return { stored, next: null };
    }
    return { stored, next: String(last) };
  }

  private readRows(version: ModelVersion, after: number, limit: number) {
    return this.database.run((queries) => {
      const label = queries
        .select()
        .from(feedback)
        .where(
          and(
            eq(feedback.model, version.model),
            eq(feedback.version, version.version),
            gt(feedback.position, after),
          ),
        )
        .orderBy(asc(feedback.position))
        .limit(limit)
        .as('label');
      // With a limit PostgreSQL looks up each prediction in its partition, rather than join all partitions.
      const prediction = queries
        .select({
          at: predictions.at,
          features: predictions.features,
          bytes: sql<number>`octet_length(${predictions.features}::text)`.as('bytes'),
        })
        .from(predictions)
        .where(eq(predictions.id, label.predictionId))
        .limit(1)
        .as('prediction');
      return queries
        .select({
          id: label.predictionId,
          position: label.position,
          predicted: label.predicted,
          actual: label.actual,
          labelledAt: label.updatedAt,
          prediction: { at: prediction.at, features: prediction.features, bytes: prediction.bytes },
        })
        .from(label)
        .leftJoinLateral(prediction, sql`true`)
        .orderBy(asc(label.position));
    });
  }
}
