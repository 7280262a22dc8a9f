import { DomainError } from '@plumbline/errors';
import { type FeatureRow, fixedRowsOf, type Manifest, versionOf } from '../manifest/index.js';
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
  /** The rows that the graph takes at a time; undefined for any number. */
  private readonly fixedRows: number | undefined;
  private readonly maxRows: number;

  constructor(
    private readonly manifest: Manifest,
    private readonly backend: InferenceBackend,
  ) {
    this.encode = createFeatureEncoder(manifest);
    this.decoder = createPredictionDecoder(manifest);
    this.fixedRows = fixedRowsOf(manifest);
    this.maxRows = manifest.batching ? (this.fixedRows ?? Infinity) : 1;
  }

  /** Whether the graph can run now. */
  get isReady(): boolean {
    return this.backend.isReady;
  }

  /** How long the last run held this thread, in ms; 0 in another process. */
  get heldMs(): number {
    return this.backend.heldMs;
  }

  /**
   * Runs validated rows, together unless the manifest or the graph limits their number. Reading the prediction of one row
   * may fail without affecting the others.
   * @throws {InferenceFailed} when the graph fails, {ModelDeadlineMissed | ModelRestarting} when its process does, {ModelOutputInvalid} when it does not answer each row.
   */
  async run(rows: readonly FeatureRow[]): Promise<ReadResult<RowPrediction>> {
    if (rows.length <= this.maxRows) return this.runTogether(rows);
    const reads: ReadResult<RowPrediction>[] = [];
    for (let start = 0; start < rows.length; start += this.maxRows) {
      reads.push(await this.runTogether(rows.slice(start, start + this.maxRows)));
    }
    return (place) => reads[Math.floor(place / this.maxRows)]!(place % this.maxRows);
  }

  /** Ends the runs under way if they are in another process. */
  interrupt(): void {
    this.backend.interrupt();
  }

  /** Frees the graph. No run may be under way, and none may follow. */
  close(): Promise<void> {
    return this.backend.close();
  }

  private async runTogether(rows: readonly FeatureRow[]): Promise<ReadResult<RowPrediction>> {
    const complete = this.fixedRows === undefined ? rows : padded(rows, this.fixedRows);
    return this.decoder.read(await this.infer(complete), complete.length);
  }

  private async infer(rows: readonly FeatureRow[]): Promise<Tensors> {
    try {
      return await this.backend.run(this.encode(rows), this.decoder.outputs);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      throw new InferenceFailed(versionOf(this.manifest), 'the graph failed on the input', { cause });
    }
  }
}

/** As many rows as the graph takes; the last one is repeated. */
function padded(rows: readonly FeatureRow[], size: number): readonly FeatureRow[] {
  return Array.from({ length: size }, (_, place) => rows[Math.min(place, rows.length - 1)]!);
}
