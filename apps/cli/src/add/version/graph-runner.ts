import {
  createFeatureEncoder,
  type FeatureRow,
  type Manifest,
  ModelRunner,
  OnnxSession,
} from '../../../../predict/dist/models/index.js';
import type { GraphTensor } from '../graph/index.js';
import type { SampledOutput } from '../guessing/index.js';

const ROWS_PER_RUN = 500;

/** The answers of a model to rows, in their order. */
export type Answers = Awaited<ReturnType<GraphRunner['predict']>>;

/** Runs the graph that is being added, as predict would. */
export class GraphRunner {
  private constructor(private readonly session: OnnxSession) {}

  /** @throws Error with ONNX Runtime's reason */
  static async open(path: string): Promise<GraphRunner> {
    return new GraphRunner(await OnnxSession.open(path));
  }

  /** What the outputs that are tensors give for some rows. */
  async sample(
    mapping: Pick<Manifest, 'features' | 'inputs'>,
    outputs: readonly GraphTensor[],
    rows: readonly FeatureRow[],
  ): Promise<SampledOutput[]> {
    const readable = outputs.filter(({ datatype }) => datatype !== undefined);
    const inputs = createFeatureEncoder(mapping)(rows);
    const tensors = await this.session.run(
      inputs,
      readable.map(({ name }) => name),
    );
    return readable.map((output) => ({ output, sample: tensors[output.name]! }));
  }

  /** The predictions for rows, run together; `onProgress` receives how many are done. */
  async predict(
    manifest: Manifest,
    rows: readonly FeatureRow[],
    onProgress: (done: number) => void = () => {},
  ) {
    const runner = new ModelRunner(manifest, this.session);
    const answers = [];
    for (let start = 0; start < rows.length; start += ROWS_PER_RUN) {
      const part = rows.slice(start, start + ROWS_PER_RUN);
      const read = await runner.run(part);
      answers.push(...part.map((_, place) => read(place)));
      onProgress(answers.length);
    }
    return answers;
  }

  close(): Promise<void> {
    return this.session.close();
  }
}
