// The least a Node server can do with the model: no sign-in, no validation, no metrics, no log, no framework.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

process.env.ORT_DISABLE_TELEMETRY = '1';
const { InferenceSession, Tensor } = await import('onnxruntime-node');

const folder = process.env.BENCH_MODEL_DIR;
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const [input] = manifest.inputs;
const positive = manifest.classes.indexOf(manifest.positive_class);
// As in apps/predict/src/models/inference/onnx-runtime.ts.
const session = await InferenceSession.create(join(folder, 'model.onnx'), {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

async function predict(row) {
  const data = Float32Array.from(input.features, (feature) => row[feature]);
  const { probabilities } = await session.run({
    [input.name]: new Tensor('float32', data, [1, data.length]),
  });
  const probability = probabilities.data[positive];
  const disease = probability >= manifest.threshold;
  return { prediction: manifest.classes[disease ? positive : 1 - positive], probability };
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const answer = JSON.stringify(await predict(JSON.parse(Buffer.concat(chunks))));
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () =>
  process.send({ type: 'ready', url: `http://127.0.0.1:${server.address().port}` }),
);
process.once('SIGTERM', () => process.exit(0));
