import { Injectable } from '@nestjs/common';
import { type Manifest, versionOf } from '../models/manifest/index.js';
import { LabelledRepository, type StoredRow } from './labelled.repository.js';
import type { LabelledPage, LabelledQuery, LabelledRow } from './labelled.schema.js';

/** Hands out what a version predicted and what was true, to train its successor. */
@Injectable()
export class LabelledService {
  constructor(private readonly repository: LabelledRepository) {}

  /**
   * A page in the order of first feedback. Pages go by position, which is given in the order of commits: whoever follows
   * `next` sees every row once, also those that came meanwhile. Rows whose features retention has removed are left out.
   * @throws {FeedbackUnavailable}
   */
  async page(manifest: Manifest, { after, limit }: LabelledQuery): Promise<LabelledPage> {
    const stored = await this.repository.page({ ...versionOf(manifest), after: Number(after), limit });
    const valueOf = manifest.task === 'regression' ? Number : String;
    return {
      rows: stored.flatMap((row) => rowOf(row, valueOf)),
      next: stored.length === limit ? String(stored.at(-1)?.position) : null,
    };
  }
}

function rowOf(row: StoredRow, valueOf: (text: string) => string | number): LabelledRow[] {
  const { id, at, features, predicted, actual, labelledAt } = row;
  if (at === null || features === null) return [];
  return [
    {
      prediction_id: id,
      at: at.toISOString(),
      features,
      prediction: valueOf(predicted),
      actual: valueOf(actual),
      labelled_at: labelledAt.toISOString(),
    },
  ];
}
