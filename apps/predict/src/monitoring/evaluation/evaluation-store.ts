import { Injectable } from '@nestjs/common';
import { type ModelVersion, versionKey } from '../../models/manifest/index.js';
import {
  EvaluationRepository,
  type KnownEvaluation,
  type StoredEvaluation,
} from './evaluation.repository.js';
import type { EvaluationPoint, ModelEvaluation } from './model-evaluation.js';

interface Held {
  readonly computedAt: Date;
  readonly evaluation: ModelEvaluation;
}

/** The latest evaluations as this replica last read them from the database, where all replicas read them. */
@Injectable()
export class EvaluationStore {
  private held = new Map<string, Held>();

  constructor(private readonly repository: EvaluationRepository) {}

  /** The latest evaluation of a served version; undefined before the first one, or when monitoring is off. */
  latest(model: string, version: number): ModelEvaluation | undefined {
    return this.held.get(versionKey({ model, version }))?.evaluation;
  }

  /**
   * Points of the last so many seconds, in order, at most one a minute; kept for 30 days.
   * Rejects while the database is away.
   */
  history(model: string, version: number, pastS: number): Promise<EvaluationPoint[]> {
    return this.repository.history({ model, version }, pastS);
  }

  /** Reads what is new of these versions, and forgets all others. Returns the evaluations that changed. */
  async refresh(versions: readonly ModelVersion[]): Promise<ModelEvaluation[]> {
    const stored = await this.repository.read(versions.map((version) => this.known(version)));
    const before = this.held;
    this.held = new Map(stored.map((one) => [versionKey(one), merge(one, before.get(versionKey(one)))]));
    return [...this.held]
      .filter(([key, { evaluation }]) => before.get(key)?.evaluation.evaluatedAt !== evaluation.evaluatedAt)
      .map(([, { evaluation }]) => evaluation);
  }

  private known({ model, version }: ModelVersion): KnownEvaluation {
    return { model, version, computedAt: this.held.get(versionKey({ model, version }))?.computedAt ?? null };
  }
}

/** The result is that of the reader when the database did not send one. */
function merge({ evaluatedAt, computedAt, result }: StoredEvaluation, held: Held | undefined): Held {
  const evaluation = { ...(result ?? held!.evaluation), evaluatedAt: evaluatedAt.toISOString() };
  return { computedAt, evaluation };
}
