import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { cases, type ExpectedRow, type ModelCase } from './cases.js';
import { Installation } from './installation.js';
import { tableOfDocuments, tableRow } from './table.js';

/** Rows of traffic, more than the windows of the models need. */
const TRAFFIC = 400;

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
});
afterAll(() => installation.close());

const added = new Map<string, string>();

function add(made: ModelCase) {
  const targets = made.targets.flatMap((name) => ['--target', name]);
  return installation.run([
    ...['add', join(made.folder, 'model.onnx'), '--data', join(made.folder, made.data), ...targets],
    ...['--name', made.name, '--promote', '--yes', ...made.arguments],
  ]);
}

describe.each(cases.map((made) => [made.title, made] as const))('%s', (_, made) => {
  const { name } = made;

  test('is added and answers as Python does', async () => {
    const { status, stdout, stderr } = await add(made);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`/models/${name}/report`);
    const instances = made.rows.map(({ features }) => features);
    const answer = await installation.post(`/models/${name}/predict/batch`, { instances });
    expect(answer).toHaveProperty('predictions');
    const predictions = answer['predictions'] as readonly Record<string, unknown>[];
    for (const [row, expected] of made.rows.entries()) expectSame(predictions[row], expected);
    const described = await (await installation.get(`/models/${name}`)).json();
    added.set(name, tableRow(made, described, stderr));
  });

  test('takes feedback, and has drift, quality, a report and metrics', async () => {
    const traffic = [
      'traffic',
      '--model',
      name,
      '--count',
      String(TRAFFIC),
      '--batch',
      '50',
      '--rate',
      '10000',
    ];
    expect(await installation.run([...traffic, '--label-delay', '0'])).toMatchObject({
      status: 0,
      stderr: /predict/,
    });
    const monitored = async (what: string) => {
      const answer = await installation.get(`/models/${name}/${what}`);
      const body = (await answer.json()) as Record<string, unknown>;
      return body[what] === null ? undefined : body[what];
    };
    expect(await until(() => monitored('drift'), `the drift of ${name}`)).toHaveProperty('columns');
    expect(await until(() => monitored('quality'), `the quality of ${name}`)).toHaveProperty(
      'task',
      made.task,
    );
    const report = await installation.get(`/models/${name}/report`, { Accept: 'text/html' });
    expect([report.status, await report.text()]).toEqual([200, expect.stringContaining(name)]);
    const quality = made.task === 'regression' ? 'prediction_error' : 'prediction_f1_score';
    for (const family of ['predictions_total', 'data_drift_score', 'drift_score', quality]) {
      const series = new RegExp(`^${family}\\{[^}]*model="${name}"[^}]*\\} [\\d.e+-]+$`, 'm');
      await until(async () => series.test(await (await installation.get('/metrics')).text()), String(series));
    }
  });
});

test('the table of the documents has every model as it was added', () => {
  expect(tableOfDocuments()).toEqual(cases.map(({ name }) => added.get(name)));
});

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
