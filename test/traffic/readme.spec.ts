import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { root } from '../../monitoring/test/files.js';
import { readRequest, trafficCommand } from '../../apps/cli/src/traffic/traffic-command.js';
import { HeartRepository } from '../../apps/predict/test/toy-models.js';
import { TrafficUnderTest } from './traffic-under-test.js';

/** What follows `npm run traffic` in each code block of README, in order. */
const lines = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^npm run traffic(?: -- (.+))?$/gm),
].map(([, args]) => args?.split(' ') ?? []);

const HEART = 'model="heart-disease",version="1"';

const repository = new HeartRepository();
let traffic: TrafficUnderTest;
beforeAll(async () => {
  const interval = { PREDICT_MONITORING_INTERVAL_MS: '1000' };
  traffic = await TrafficUnderTest.start({ ...repository.environment, ...interval });
});
afterAll(async () => {
  await traffic.close();
  repository.delete();
});

/** Runs one of the lines, as fast as the service takes it, until all of its rows are stored. */
async function run(line: readonly string[], seed: number): Promise<void> {
  const { url } = traffic.app;
  const here = ['--auth-url', url, '--predict-url', url, '--seed', String(seed)];
  const command = trafficCommand();
  command.parseOptions([...line, ...here]);
  const { options } = await readRequest(command.opts(), { PLUMBLINE_PASSWORD: 'not asked for' });
  await traffic.rows({ ...options, modelsDir: repository.path, rate: 10_000, batch: 100 });
}

/** The share of features that have drifted, by an evaluation that begins after this call. */
async function driftScore(): Promise<number | undefined> {
  const evaluations = () => traffic.app.metric(`monitoring_last_evaluation_timestamp_seconds{${HEART}}`);
  for (let more = 0; more < 2; more += 1) {
    const last = await evaluations();
    await until(async () => (await evaluations()) !== last);
  }
  return traffic.app.metric(`data_drift_score{${HEART}}`);
}

test('README has steady traffic, then drift of heart-disease', () => {
  expect(lines).toEqual([[], expect.arrayContaining(['--scenario', 'sudden', '--model', 'heart-disease'])]);
});

test.each([1, 2, 3])('with seed %d its commands in order cause data drift, with a margin', async (seed) => {
  await run(lines[0]!, seed);
  await run(lines[1]!, seed);
  expect(await driftScore()).toBeGreaterThan(0.7);
  expect(await traffic.app.metric(`data_drift_detected{${HEART}}`)).toBe(1);
});
