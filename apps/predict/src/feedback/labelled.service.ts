import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../database/index.js';
import { type Manifest, type ModelVersion, versionOf } from '../models/manifest/index.js';
import { outcomeFormOfManifest } from '../models/outcomes/index.js';
import { whileAvailable } from './feedback.repository.js';
import type { LabelledPage, LabelledQuery } from './labelled.schema.js';

const { feedback, predictions } = tables;

/** Returns the labelled predictions of a version, to train its successor. */
@Injectable()
export class LabelledService {
  constructor(private readonly database: PredictDatabase) {}

  /**
   * A page in the order of first feedback. Positions are assigned in the order of commits, so a client that follows
   * `next` receives each row once, also those that were added meanwhile. Rows whose features retention has removed are
   * left out.
   * @throws {FeedbackUnavailable}
   */
  async page(manifest: Manifest, { after, limit }: LabelledQuery): Promise<LabelledPage> {
    const stored = await whileAvailable(() => this.read(versionOf(manifest), Number(after), limit));
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
      next: stored.length === limit ? String(stored.at(-1)?.position) : null,
    };
  }

  private read(version: ModelVersion, after: number, limit: number) {
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
        .select({ at: predictions.at, features: predictions.features })
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
          prediction: { at: prediction.at, features: prediction.features },
        })
        .from(label)
        .leftJoinLateral(prediction, sql`true`)
        .orderBy(asc(label.position));
    });
  }
}
