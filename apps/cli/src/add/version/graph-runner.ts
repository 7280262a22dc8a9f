import {
  createFeatureEncoder,
  type FeatureRow,
  type Manifest,
  ModelRunner,
  OnnxSession,
  type Tensors,
} from '../../../../predict/dist/models/index.js';
import type { GraphTensor } from '../graph/index.js';
import type { SampledOutput } from '../guessing/index.js';

const ROWS_PER_RUN = 500;

/** The answers of a model to rows, in their order. */
export type Answers = Awaited<ReturnType<GraphRunner['predict']>>;

/** Features and inputs of a manifest. */
export type Mapping = Pick<Manifest, 'features' | 'inputs'>;

/** Runs the graph that is being added, as predict would. */
export class GraphRunner {
  private constructor(private readonly session: OnnxSession) {}

  /** @throws Error with ONNX Runtime's reason */
  static async open(path: string): Promise<GraphRunner> {
    return new GraphRunner(await OnnxSession.open(path));
  }

  /** What the outputs that are tensors give for some rows. */
  async sample(
    mapping: Mapping,
    outputs: readonly GraphTensor[],
    rows: readonly FeatureRow[],
  ): Promise<SampledOutput[]> {
    const encode = createFeatureEncoder(mapping);
    const readable = outputs.filter(({ datatype }) => datatype !== undefined);
    const names = readable.map(({ name }) => name);
    const batch = batchOf(mapping) ?? rows.length;
    const parts: Tensors[] = [];
    for (let start = 0; start + batch <= rows.length; start += batch) {
      parts.push(await this.session.run(encode(rows.slice(start, start + batch)), names));
    }
    return readable.flatMap((output) => {
      const tensors = parts.flatMap((part) => part[output.name] ?? []);
      const [first] = tensors;
      if (first === undefined) return [];
      const { datatype, shape } = first;
      const data = tensors.flatMap((tensor) => Array.from<unknown>(tensor.data));
      return [{ output, sample: { datatype, shape, data } }];
    });
  }

  /** Whether the graph runs on a row. */
  accepts(mapping: Mapping, outputs: readonly GraphTensor[], row: FeatureRow): Promise<boolean> {
    const rows = new Array<FeatureRow>(batchOf(mapping) ?? 1).fill(row);
    return this.sample(mapping, outputs, rows).then(
      () => true,
      () => false,
    );
  }

  /** The predictions for rows, in runs of `rowsPerRun`; `onProgress` receives how many are done. */
  async predict(
    manifest: Manifest,
    rows: readonly FeatureRow[],
    onProgress: (done: number) => void = () => {},
    rowsPerRun: number = ROWS_PER_RUN,
  ) {
    const runner = new ModelRunner(manifest, this.session);
    const answers = [];
    for (let start = 0; start < rows.length; start += rowsPerRun) {
      const part = rows.slice(start, start + rowsPerRun);
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

/** The number of rows that the graph takes at a time; undefined when it takes any. */
function batchOf({ inputs }: Mapping): number | undefined {
  const [size] = inputs.map(({ shape }) => shape[0]).filter((rows) => rows !== undefined && rows > 0);
  return size;
}
