import { join } from 'node:path';
import { modelDir } from '../payload.js';
import { startServer } from './server-process.js';
import type { Stack } from './stack.js';

/** node:http and onnxruntime-node alone. */
export const bare: Stack = {
  id: 'bare',
  label: 'bare node:http + onnxruntime-node',
  path: '/',
  isService: false,
  start: ({ folder }) =>
    startServer({
      command: [process.execPath, join(import.meta.dirname, 'bare-server.js')],
      env: { ...process.env, BENCH_MODEL_DIR: modelDir },
      logFile: join(folder, 'bare.log'),
    }),
  token: () => Promise.resolve('none'),
};
