import { type FeatureRow, type Manifest, versionOf } from '../manifest/index.js';
import type { ReadResult } from './batcher.js';
import { createFeatureEncoder, type FeatureEncoder } from './feature-encoder.js';
import type { Tensors } from '../tensors/index.js';
import type { InferenceBackend } from './inference-backend.js';
import { InferenceFailed } from './inference.errors.js';
import type { RowPrediction } from '../outcomes/index.js';
import { createPredictionDecoder, type PredictionDecoder } from './prediction-decoder.js';

/** Runs rows of features through a loaded graph, encoded and decoded as the manifest says. */
export class ModelRunner {
  private readonly encode: FeatureEncoder;
  private readonly decoder: PredictionDecoder;

  constructor(
    private readonly manifest: Manifest,
    private readonly backend: InferenceBackend,
  ) {
    this.encode = createFeatureEncoder(manifest);
    this.decoder = createPredictionDecoder(manifest);
  }

  /**
   * Runs validated rows together. Reading the prediction of one row may fail without affecting the others.
   * @throws {InferenceFailed} when the graph fails, {ModelOutputInvalid} when it does not answer each row.
   */
  async run(rows: readonly FeatureRow[]): Promise<ReadResult<RowPrediction>> {
    return this.decoder.read(await this.infer(rows), rows.length);
  }

  /** Frees the graph. No run may be under way, and none may follow. */
  close(): Promise<void> {
    return this.backend.close();
  }

  private async infer(rows: readonly FeatureRow[]): Promise<Tensors> {
    try {
      return await this.backend.run(this.encode(rows), this.decoder.outputs);
    } catch (cause) {
      throw new InferenceFailed(versionOf(this.manifest), 'the graph failed on the input', { cause });
    }
  }
}
