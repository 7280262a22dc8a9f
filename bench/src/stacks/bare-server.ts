// The least a Node server can do with the model: no sign-in, no validation, no metrics, no log, no framework.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const { InferenceSession, Tensor } = await import('onnxruntime-node');

/** What the server needs of the manifest of a model with one input. */
interface OneInput {
  readonly inputs: readonly [
    { readonly name: string; readonly shape: readonly number[]; readonly features: readonly string[] },
  ];
}

/** A model of a row of numbers. */
interface BinaryManifest extends OneInput {
  readonly task: 'binary';
  readonly classes: readonly string[];
  readonly positive_class: string;
  readonly threshold: number;
}

/** A model of an image, channels first. */
interface MultilabelManifest extends OneInput {
  readonly task: 'multilabel';
  readonly features: readonly [{ readonly scale: { readonly mean: number; readonly std: number } }];
  readonly classes: readonly string[];
  readonly thresholds: number;
}

/** A model of a sequence. */
interface RegressionManifest extends OneInput {
  readonly task: 'regression';
}

type Manifest = BinaryManifest | MultilabelManifest | RegressionManifest;
type Row = Readonly<Record<string, unknown>>;

const folder = process.env['BENCH_MODEL_DIR'] ?? '';
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
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

/** Runs the model on one row. */
async function run(data: Float32Array, output: string): Promise<Float32Array> {
  const [{ name, shape }] = manifest.inputs;
  const answer = await session.run({ [name]: new Tensor('float32', data, [1, ...shape.slice(1)]) });
  return answer[output]?.data as Float32Array;
}

async function predictBinary({ inputs, classes, positive_class, threshold }: BinaryManifest, row: Row) {
  const data = Float32Array.from(inputs[0].features, (feature) => Number(row[feature]));
  const positive = classes.indexOf(positive_class);
  const probability = (await run(data, 'probabilities'))[positive] ?? NaN;
  return { prediction: classes[probability >= threshold ? positive : 1 - positive], probability };
}

async function predictLabels({ inputs, features, classes, thresholds }: MultilabelManifest, row: Row) {
  const [{ shape, features: names }] = inputs;
  const [{ scale }] = features;
  const [, channels = 0, height = 0, width = 0] = shape;
  const { default: sharp } = await import('sharp');
  const pixels = await sharp(Buffer.from(String(row[names[0] ?? '']), 'base64'))
    .toColourspace('srgb')
    .resize(width, height, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer();
  const data = new Float32Array(pixels.length);
  const size = width * height;
  for (let at = 0; at < pixels.length; at++) {
    data[(at % channels) * size + Math.floor(at / channels)] = ((pixels[at] ?? NaN) - scale.mean) / scale.std;
  }
  const probabilities = await run(data, 'probabilities');
  const prediction = classes.filter((_, label) => (probabilities[label] ?? NaN) >= thresholds);
  const byClass = Object.fromEntries(classes.map((name, label) => [name, probabilities[label]]));
  return { prediction, probabilities: byClass };
}

async function predictValue({ inputs }: RegressionManifest, row: Row) {
  const readings = row[inputs[0].features[0] ?? ''] as readonly (readonly number[])[];
  return { prediction: (await run(Float32Array.from(readings.flat()), 'value'))[0] };
}

function predict(row: Row): Promise<object> {
  if (manifest.task === 'binary') return predictBinary(manifest, row);
  return manifest.task === 'multilabel' ? predictLabels(manifest, row) : predictValue(manifest, row);
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
