// The least a Node server can do with the model: no sign-in, no validation, no metrics, no log, no framework.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const { InferenceSession, Tensor } = await import('onnxruntime-node');

/** What the server needs of the manifest of a binary classifier with one input. */
interface BinaryManifest {
  readonly inputs: readonly [{ readonly name: string; readonly features: readonly string[] }];
  readonly classes: readonly string[];
  readonly positive_class: string;
  readonly threshold: number;
}

type Row = Readonly<Record<string, number>>;

const folder = process.env['BENCH_MODEL_DIR'] ?? '';
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as BinaryManifest;
const [input] = manifest.inputs;
const positive = manifest.classes.indexOf(manifest.positive_class);
// As in apps/predict/src/models/inference/onnx-session.ts.
const session = await InferenceSession.create(join(folder, 'model.onnx'), {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

async function predict(row: Row) {
  const data = Float32Array.from(input.features, (feature) => row[feature] ?? NaN);
  const { probabilities } = await session.run({
    [input.name]: new Tensor('float32', data, [1, data.length]),
  });
  const probability = Number(probabilities?.data[positive]);
  const isPositive = probability >= manifest.threshold;
  return { prediction: manifest.classes[isPositive ? positive : 1 - positive], probability };
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    void predict(JSON.parse(Buffer.concat(chunks).toString()) as Row).then((prediction) => {
      const answer = JSON.stringify(prediction);
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(answer),
      });
      response.end(answer);
    });
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
});
process.once('SIGTERM', () => process.exit(0));
