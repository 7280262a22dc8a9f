import { join } from 'node:path';
import { folderOf, MODEL } from '../payload.js';
import { startServer } from './server-process.js';
import type { Stack } from './stack.js';

/** node:http and onnxruntime-node alone. */
export const bare = bareOf(MODEL, 'bare', 'bare node:http + onnxruntime-node');

/** The same with an image in each request, which it decodes with sharp. */
export const bareImages = bareOf(
  'face-attributes',
  'bare-images',
  'images: bare node:http + onnxruntime-node',
);

/** The same with a sequence in each request. */
export const bareSequences = bareOf(
  'weather-forecast',
  'bare-sequences',
  'sequences: bare node:http + onnxruntime-node',
);

function bareOf(model: string, id: string, label: string): Stack {
  return {
    id,
    label,
    model,
    path: '/',
    isService: false,
    start: ({ folder }) =>
      startServer({
        command: [process.execPath, join(import.meta.dirname, 'bare-server.js')],
        env: { ...process.env, BENCH_MODEL_DIR: folderOf(model) },
        logFile: join(folder, `${id}.log`),
      }),
    token: () => Promise.resolve('none'),
  };
}
