import { Inject, Injectable } from '@nestjs/common';
import { mapInSlices } from '@plumbline/tasks';
import { DatabaseClock } from '../../database/index.js';
import type { ServedModel } from '../../models/inference/index.js';
import type { FeatureRow, Manifest } from '../../models/manifest/index.js';
import { outcomeFormOfManifest, type RowPrediction } from '../../models/outcomes/index.js';
import { InputMonitor } from '../inputs/index.js';
import { createUuidV7, PredictionLog, type PredictionRecord } from '../log/index.js';
import { ShadowRunner } from '../shadow/index.js';
import { PredictionMetrics } from './prediction-metrics.js';
import type { BatchPrediction, Prediction } from './prediction.schema.js';

/** Runs the model, and answers once the prediction log holds the record durably. */
@Injectable()
export class PredictionService {
  /** By the clock of the database: retention drops a prediction by the time in its id. */
  private readonly nextId = createUuidV7(() => this.clock.now().getTime());

  constructor(
    private readonly log: PredictionLog,
    private readonly metrics: PredictionMetrics,
    private readonly inputs: InputMonitor,
    private readonly shadow: ShadowRunner,
    @Inject(DatabaseClock) private readonly clock: Pick<DatabaseClock, 'now' | 'skewMs'>,
  ) {}

  /** The prediction for one row that was validated against the manifest. */
  async predict(model: ServedModel, features: FeatureRow, subject: string): Promise<Prediction> {
    const { manifest } = model;
    const predicted = await model.predict(features);
    const record = this.record(manifest, features, predicted, subject);
    if (this.log.enabled) await this.log.append([record]);
    this.shadow.observe([record]);
    this.metrics.answered(manifest, predicted);
    return {
      prediction_id: record.id,
      model: manifest.name,
      version: manifest.version,
      ...outcomeOf(manifest, predicted),
      drift: this.inputs.answered(model, features),
    };
  }

  /** The predictions for several rows that were validated against the manifest, all or none. */
  async predictAll(
    model: ServedModel,
    rows: readonly FeatureRow[],
    subject: string,
  ): Promise<BatchPrediction> {
    const { manifest } = model;
    const predictions = await model.predictAll(rows);
    const records = await mapInSlices(predictions, (predicted, place) =>
      this.record(manifest, rows[place]!, predicted, subject),
    );
    if (this.log.enabled) await this.log.append(records);
    this.shadow.observe(records);
    const answers = await mapInSlices(predictions, (predicted, place) => {
      this.metrics.answered(manifest, predicted);
      const { id, features } = records[place]!;
      return {
        prediction_id: id,
        ...outcomeOf(manifest, predicted),
        drift: this.inputs.answered(model, features),
      };
    });
    return { model: manifest.name, version: manifest.version, predictions: answers };
  }

  private record(
    { name: model, version }: Manifest,
    features: FeatureRow,
    { prediction, probabilities, scores, embedding }: RowPrediction,
    subject: string,
  ): PredictionRecord {
    return {
      id: this.nextId(),
      at: this.localMs(),
      model,
      version,
      subject,
      features,
      prediction,
      probabilities: probabilities ?? scores,
      embedding,
    };
  }

  /** By the clock of this process, which is corrected when the record is stored. */
  private localMs(): number {
    return this.clock.now().getTime() + this.clock.skewMs;
  }
}

/** The prediction as the answer has it. */
function outcomeOf(manifest: Manifest, predicted: RowPrediction) {
  const { prediction, probability, probabilities, scores } = predicted;
  const answer = {
    prediction:
      typeof prediction === 'object' ? outcomeFormOfManifest(manifest).toJson(prediction) : prediction,
    probability,
    probabilities: byClass(manifest, probabilities),
  };
  if (scores === undefined) return answer;
  return manifest.task === 'anomaly'
    ? { ...answer, score: scores[0] }
    : { ...answer, scores: byClass(manifest, scores) };
}

function byClass(
  { classes }: Manifest,
  numbers: readonly number[] | undefined,
): Record<string, number> | undefined {
  if (classes === null || numbers === undefined) return undefined;
  const named: Record<string, number> = {};
  for (let at = 0; at < classes.length; at++) named[classes[at]!] = numbers[at]!;
  return named;
}
