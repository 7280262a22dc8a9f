import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../until.js';
import type { ExpectedRow, ModelCase } from './cases.js';
import { Installation } from './installation.js';
import { tableRow } from './table.js';

/** Rows of traffic, more than the windows of the models need. */
const TRAFFIC = 400;

/**
 * Defines the tests of these models on an installation of their own.
 * @returns the line of each model for the documents, by name, once its tests have run
 */
export function testAddedModels(cases: readonly ModelCase[]): ReadonlyMap<string, string> {
  const added = new Map<string, string>();
  let installation: Installation;
  beforeAll(async () => {
    installation = await Installation.start();
  });
  afterAll(() => installation.close());

  describe.each(cases.map((made) => [made.title, made] as const))('%s', (_, made) => {
    test('is added and answers as Python does', async () => {
      const { status, stdout, stderr } = await add(installation, made);
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain(`/models/${made.name}/report`);
      expect(await installation.send(printedRequest(stdout))).toHaveProperty('prediction');
      await expectAnswersOfPython(installation, made);
      const described = await (await installation.get(`/models/${made.name}`)).json();
      added.set(made.name, tableRow(made, described, stderr));
    });

    test('takes feedback, and has drift, quality, a report and metrics', async () => {
      await sendTraffic(installation, made);
      await expectMonitored(installation, made);
    });
  });
  return added;
}

function add(installation: Installation, made: ModelCase) {
  const targets = made.targets.flatMap((name) => ['--target', name]);
  return installation.run([
    ...['add', join(made.folder, 'model.onnx'), '--data', join(made.folder, made.data), ...targets],
    ...['--name', made.name, '--promote', '--yes', ...made.arguments],
  ]);
}

/** What the printed curl command sends, once a shell has read the command. */
function printedRequest(stdout: string): { path: string; body: string } {
  const [command = ''] = /^ {2}curl .*$/m.exec(stdout) ?? [];
  const shell = `curl() { printf '%s\\n' "$@"; }\n${command}`;
  const words = execFileSync('sh', ['-c', shell], { encoding: 'utf8' }).split('\n');
  const data = words[words.indexOf('-d') + 1] ?? '';
  const url = words.find((word) => word.startsWith('http')) ?? '';
  return {
    path: new URL(url).pathname,
    body: data.startsWith('@') ? readFileSync(data.slice(1), 'utf8') : data,
  };
}

async function expectAnswersOfPython(installation: Installation, { name, rows }: ModelCase): Promise<void> {
  const instances = rows.map(({ features }) => features);
  const answer = await installation.post(`/models/${name}/predict/batch`, { instances });
  expect(answer).toHaveProperty('predictions');
  const predictions = answer['predictions'] as readonly Record<string, unknown>[];
  for (const [row, expected] of rows.entries()) expectSame(predictions[row], expected);
}

async function sendTraffic(installation: Installation, { name }: ModelCase): Promise<void> {
  const amount = ['--count', String(TRAFFIC), '--batch', '50', '--rate', '10000', '--label-delay', '0'];
  expect(await installation.run(['traffic', '--model', name, ...amount])).toMatchObject({
    status: 0,
    stderr: /predict/,
  });
}

async function expectMonitored(installation: Installation, { name, task }: ModelCase): Promise<void> {
  const monitored = async (what: string) => {
    const answer = await installation.get(`/models/${name}/${what}`);
    const body = (await answer.json()) as Record<string, unknown>;
    return body[what] === null ? undefined : body[what];
  };
  expect(await until(() => monitored('drift'), `the drift of ${name}`)).toHaveProperty('columns');
  expect(await until(() => monitored('quality'), `the quality of ${name}`)).toHaveProperty('task', task);
  const report = await installation.get(`/models/${name}/report`, { Accept: 'text/html' });
  expect([report.status, await report.text()]).toEqual([200, expect.stringContaining(name)]);
  const quality = task === 'regression' ? 'prediction_error' : 'prediction_f1_score';
  for (const family of ['predictions_total', 'data_drift_score', 'drift_score', quality]) {
    const series = new RegExp(`^${family}\\{[^}]*model="${name}"[^}]*\\} [\\d.e+-]+$`, 'm');
    await until(async () => series.test(await (await installation.get('/metrics')).text()), String(series));
  }
}

/** Numbers within the tolerance of golden rows. */
function expectSame(
  answer: Record<string, unknown> | undefined,
  { features, ...expected }: ExpectedRow,
): void {
  void features;
  for (const [key, value] of Object.entries(expected)) expect(answer?.[key]).toEqual(near(value));
}

function near(value: unknown): unknown {
  if (typeof value === 'number') {
    const digits = 3.7 - Math.log10(Math.max(1, Math.abs(value)));
    return expect.closeTo(value, digits);
  }
  if (Array.isArray(value)) return value.map(near);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, near(part)]));
}
