import { join } from 'node:path';
import { startServer } from './server-process.mjs';

/** node:http and onnxruntime-node alone. */
export const bare = {
  id: 'bare',
  label: 'bare node:http + onnxruntime-node',
  path: '/',
  start: ({ folder, modelDir }) =>
    startServer({
      command: [process.execPath, join(import.meta.dirname, '..', 'peers', 'bare.mjs')],
      env: { ...process.env, BENCH_MODEL_DIR: modelDir },
      logFile: join(folder, 'bare.log'),
    }),
  token: async () => 'none',
};
