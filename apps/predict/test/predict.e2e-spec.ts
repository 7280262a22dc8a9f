import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type RunningApp, startApp } from './running-app.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

test('the golden row of heart-disease is answered over HTTP', async () => {
  const golden = JSON.parse(readFileSync('models/heart-disease/1/golden.json', 'utf8'));
  const answer = await app.post('/models/heart-disease/predict', golden[0].features);
  expect(answer.status).toBe(200);
});
