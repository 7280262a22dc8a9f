import { type FeatureRow, type Manifest, versionOf } from '../manifest/index.js';
import type { Outcome } from './served-model.js';
import type { ReadResult } from './batcher.js';
import { createFeatureEncoder, type FeatureEncoder } from './feature-encoder.js';
import type { InferenceBackend } from './inference-backend.js';
import { InferenceFailed } from './inference.errors.js';
import { createOutcomeDecoder, type OutcomeDecoder } from './outcome-decoder.js';
import type { Tensors } from './tensor.js';

/** Runs rows of features through a loaded graph, as the manifest says they go in and come out. */
export class ModelRunner {
  private readonly encode: FeatureEncoder;
  private readonly decoder: OutcomeDecoder;

  constructor(
    private readonly manifest: Manifest,
    private readonly backend: InferenceBackend,
  ) {
    this.encode = createFeatureEncoder(manifest);
    this.decoder = createOutcomeDecoder(manifest);
  }

  /**
   * Runs validated rows together; reading a row's outcome may fail alone.
   * @throws {InferenceFailed} when the graph refuses the rows, {ModelOutputInvalid} when it does not answer each of them.
   */
  async run(rows: readonly FeatureRow[]): Promise<ReadResult<Outcome>> {
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
