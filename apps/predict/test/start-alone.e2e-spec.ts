import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { testDatabase } from '@plumbline/postgres/testing';
import { toyModels } from './toy-models.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

test('predict starts without a parent process that listens, as in a container', async () => {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-alone-'));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      PREDICT_PORT: '0',
      PREDICT_MODELS_DIR: toyModels,
      PREDICT_DEFAULT_MODEL: 'rent',
      DATABASE_URL: database.url,
      PLUMBLINE_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let url: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    const record = JSON.parse(line) as { message: string; url: string };
    if (record.message === 'Listening') {
      url = record.url;
      break;
    }
  }
  expect(url).toBeDefined();
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  child.stdout.resume();
  child.kill('SIGTERM');
  expect((await exited)[0]).toBe(0);
  await database.close();
  rmSync(dataDir, { recursive: true });
});
