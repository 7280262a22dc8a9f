import { afterEach, describe, expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import { join } from 'node:path';
import { toyModels } from '../../../test/toy-models.js';
import { LoadedModel } from './loaded-model.js';
import { loadVersionHere } from './model-loader.js';

const metrics = createMetrics('predict');
let model: LoadedModel;
afterEach(async () => {
  await model.close();
  metrics.registry.resetMetrics();
});

async function rent(batching: boolean, maxRowsPerRun: number): Promise<LoadedModel> {
  const checked = await loadVersionHere({ model: 'rent', version: 1, path: join(toyModels, 'rent/1') });
  return (model = new LoadedModel(checked, { batching, maxRowsPerRun }, metrics));
}

const flat = (area: number) => ({ area, rooms: 1, balcony: false, district: 'centre' });
const areas = [10, 20, 30, 40, 50];
const rents = areas.map((area) => ({ prediction: 80 + 12 * area }));

/** The runs and the rows in them, as the metric counted them. */
async function runs() {
  const { values } = await metrics.get('prediction_batch_size').get();
  const valueOf = (suffix: string) => values.find(({ metricName }) => metricName?.endsWith(suffix))?.value;
  return { runs: valueOf('_count'), rows: valueOf('_sum') };
}

describe('LoadedModel', () => {
  test('runs rows of separate requests together', async () => {
    await rent(true, 64);
    expect(await Promise.all(areas.map((area) => model.predict(flat(area))))).toEqual(rents);
    expect(await runs()).toEqual({ runs: 1, rows: 5 });
  });

  test('runs each row alone without batching, with the same results', async () => {
    await rent(false, 64);
    expect(await Promise.all(areas.map((area) => model.predict(flat(area))))).toEqual(rents);
    expect(await runs()).toEqual({ runs: 5, rows: 5 });
  });

  test('cuts a list into runs and keeps its order', async () => {
    await rent(true, 2);
    expect(await model.predictAll(areas.map(flat))).toEqual(rents);
    expect(await runs()).toEqual({ runs: 3, rows: 5 });
  });

  test('times every row', async () => {
    await rent(true, 2);
    await Promise.all([model.predict(flat(1)), model.predictAll(areas.map(flat))]);
    const { values } = await metrics.get('prediction_duration_seconds').get();
    expect(values.find(({ metricName }) => metricName?.endsWith('_count'))?.value).toBe(6);
  });

  test('closing waits for accepted rows', async () => {
    await rent(true, 2);
    const accepted = Promise.all([model.predict(flat(10)), model.predictAll(areas.map(flat))]);
    await model.close();
    expect(await accepted).toEqual([rents[0], rents]);
  });
});
