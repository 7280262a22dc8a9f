import { describe, expect, test } from '@jest/globals';
import { ValidationFailed } from '@plumbline/errors';
import { nextTurn } from '@plumbline/tasks';
import type { RowPreparer } from '../../models/features/index.js';
import { createRowSchema, type Manifest } from '../../models/manifest/index.js';
import { readVersionFile, shippedModels, toyModels } from '../../../test/toy-models.js';
import { BatchReader, prepareAll, rowSizeOf } from './batch-reader.js';

const schema = createRowSchema({
  features: [{ name: 'x', type: 'number', description: 'x', example: 1 }],
  inputs: [{ name: 'in', datatype: 'FP32', shape: [-1, 1], features: ['x'] }],
});

const output = (role: string, shape: number[]) => ({ name: role, datatype: 'FP32', shape, role });

async function issuesOf(body: unknown, maxRows = 3) {
  try {
    await new BatchReader(maxRows).read(schema, body);
    return [];
  } catch (error) {
    return (error as ValidationFailed).extensions.issues;
  }
}

describe('BatchReader', () => {
  test('reads rows in their order, up to the limit', async () => {
    const rows = [{ x: 1 }, { x: 2 }, { x: 3 }];
    expect(await new BatchReader(3).read(schema, { instances: rows })).toEqual(rows);
  });

  test('reports the issues of all rows, each with its index', async () => {
    expect(await issuesOf({ instances: [{ x: 'a' }, { x: 1 }, { y: 1 }] })).toEqual([
      { path: ['instances', 0, 'x'], message: 'Invalid input: expected number, received string' },
      { path: ['instances', 2, 'x'], message: 'is required' },
      { path: ['instances', 2, 'y'], message: 'is not a feature of this model' },
    ]);
  });

  test('reports a row that is no object by its index', async () => {
    expect(await issuesOf({ instances: [7] })).toEqual([
      { path: ['instances', 0], message: 'Invalid input: expected object, received number' },
    ]);
  });

  test.each<[string, unknown, (string | number)[]]>([
    ['no body', undefined, []],
    ['a list', [{ x: 1 }], []],
    ['no instances', {}, ['instances']],
    ['instances that are no list', { instances: { x: 1 } }, ['instances']],
    ['an empty list', { instances: [] }, ['instances']],
    ['more rows than allowed', { instances: Array(4).fill({ x: 1 }) }, ['instances']],
  ])('refuses %s', async (_, body, path) => {
    expect(await issuesOf(body)).toEqual([{ path, message: expect.any(String) }]);
  });

  test('bounds the rows by the values that the model answers for each', async () => {
    const rows = (count: number) => ({ instances: Array(count).fill({ x: 1 }) });
    const answering = (outputValues: number) => ({ outputValues, pixels: 0 });
    const reader = new BatchReader(1_000);
    expect(await reader.read(schema, rows(50), answering(20_000))).toHaveLength(50);
    expect(await reader.read(schema, rows(1), answering(2_000_000))).toHaveLength(1);
    await expect(reader.read(schema, rows(51), answering(20_000))).rejects.toMatchObject({
      extensions: {
        issues: [
          {
            path: ['instances'],
            message:
              'must have at most 50 rows of this model: a row has 20000 output values, an answer at most 1000000',
          },
        ],
      },
    });
  });

  test('bounds the rows by the pixels of their images', async () => {
    const rows = (count: number) => ({ instances: Array(count).fill({ x: 1 }) });
    const size = { outputValues: 1, pixels: 224 * 224 };
    expect(await new BatchReader(1_000).read(schema, rows(199), size)).toHaveLength(199);
    await expect(new BatchReader(1_000).read(schema, rows(200), size)).rejects.toMatchObject({
      extensions: { issues: [{ path: ['instances'], message: expect.stringContaining('at most 199 rows') }] },
    });
    const shipped = readVersionFile<Manifest>(shippedModels, 'face-attributes/1', 'manifest.json');
    expect(rowSizeOf(shipped).pixels).toBe(48 * 48);
  });

  test.each([
    ['classes', { classes: Array.from({ length: 20_000 }, (_, place) => `c${place}`) }, 20_000],
    ['dimensions', { outputs: [output('probabilities', [-1, 3]), output('embedding', [-1, 8, 512])] }, 4_099],
    ['ignored outputs', { outputs: [output('ignored', [-1, 512]), output('value', [-1, -1])] }, 1],
  ])('counts the output values of a row by its %s', (_case, changes, values) => {
    const manifest = readVersionFile<Manifest>(toyModels, 'rent/1', 'manifest.json');
    expect(rowSizeOf({ ...manifest, ...changes } as Manifest).outputValues).toBe(values);
  });

  test('refuses a key beside instances', async () => {
    expect(await issuesOf({ instances: [{ x: 1 }], model: 'other' })).toEqual([
      { path: ['model'], message: 'is not a known key' },
    ]);
  });

  test('counts the issues of a row that has more of them than a call can have arguments', async () => {
    const row = Object.fromEntries(Array.from({ length: 200_000 }, (_, key) => [`k${key}`, 1]));
    const issues = await issuesOf({ instances: [row] });
    expect(issues).toHaveLength(1_001);
    expect(issues.at(-1)).toEqual({ path: [], message: '199001 more issues are not listed' });
  });
});

describe('prepareAll', () => {
  const rows = Array.from({ length: 20 }, (_, x) => ({ x }));

  test('decodes two rows at a time, so that other requests wait for no more of them', async () => {
    let [running, most] = [0, 0];
    const prepared = await prepareAll(async (row) => {
      most = Math.max(most, ++running);
      await nextTurn();
      running -= 1;
      return row;
    }, rows);
    expect(prepared).toEqual(rows);
    expect(most).toBe(2);
  });

  test('gives all rows one budget of pixels', async () => {
    const spend: RowPreparer = async (row, budget) => {
      try {
        budget?.take(20_000_000);
      } catch (error) {
        throw new ValidationFailed([{ path: ['photo'], message: (error as Error).message }]);
      }
      return Promise.resolve(row);
    };
    expect(await prepareAll(spend, rows.slice(0, 5))).toHaveLength(5);
    const message = 'exceeds the 100000000 pixels that the images of a request may have';
    await expect(prepareAll(spend, rows.slice(0, 7))).rejects.toMatchObject({
      extensions: { issues: [5, 6].map((place) => ({ path: ['instances', place, 'photo'], message })) },
    });
  });
});
