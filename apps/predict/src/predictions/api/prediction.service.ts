import { Inject, Injectable } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { InputMonitor } from '../inputs/index.js';
import { type FeatureRow, readRow } from '../../models/manifest/index.js';
import type { Outcome, ServedModel } from '../../models/inference/index.js';
import { PredictionLog, type PredictionRecord } from '../log/index.js';
import { ShadowRunner } from '../shadow/index.js';
import { BatchReader } from './batch-reader.js';
import { answerOf, outcomeOf } from './prediction-answer.js';
import { PredictionMetrics } from './prediction-metrics.js';
import type { BatchPrediction, Prediction } from './prediction.schema.js';
import { createUuidV7 } from './uuid-v7.js';

/** Answers predictions: validates, runs the model, and answers only what the prediction log holds durably. */
@Injectable()
export class PredictionService {
  private readonly nextId = createUuidV7();
  private readonly batches: BatchReader;

  constructor(
    private readonly log: PredictionLog,
    private readonly metrics: PredictionMetrics,
    private readonly inputs: InputMonitor,
    private readonly shadow: ShadowRunner,
    @Inject(PREDICT_CONFIG) { maxBatchRows }: PredictConfig,
  ) {
    this.batches = new BatchReader(maxBatchRows);
  }

  /** The prediction for one row. @throws {ValidationFailed} */
  async predict(model: ServedModel, body: unknown, subject: string): Promise<Prediction> {
    const features = readRow(model.rowSchema, body);
    const outcome = await model.predict(features);
    const record = this.record(model, features, outcome, subject);
    if (this.log.enabled) await this.log.append([record]);
    this.shadow.observe([record]);
    this.metrics.answered(model.manifest, outcome);
    return answerOf(record.id, model.manifest, outcome, this.inputs.answered(model, features));
  }

  /** The predictions for several rows, all or none. @throws {ValidationFailed} */
  async predictAll(model: ServedModel, body: unknown, subject: string): Promise<BatchPrediction> {
    const rows = this.batches.read(model.rowSchema, body);
    const outcomes = await model.predictAll(rows);
    const records = rows.map((row, place) => this.record(model, row, outcomes[place] as Outcome, subject));
    if (this.log.enabled) await this.log.append(records);
    this.shadow.observe(records);
    const { manifest } = model;
    for (const outcome of outcomes) this.metrics.answered(manifest, outcome);
    return {
      model: manifest.name,
      version: manifest.version,
      predictions: records.map(({ id, features }, place) =>
        outcomeOf(id, manifest, outcomes[place] as Outcome, this.inputs.answered(model, features)),
      ),
    };
  }

  private record(
    { manifest }: ServedModel,
    features: FeatureRow,
    { prediction, probabilities }: Outcome,
    subject: string,
  ): PredictionRecord {
    const { name: model, version } = manifest;
    return {
      id: this.nextId(),
      at: Date.now(),
      model,
      version,
      subject,
      features,
      prediction,
      probabilities,
    };
  }
}
